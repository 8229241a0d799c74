namespace CareExchange.Exchange.Jobs;

/// <summary>How one node runs jobs.</summary>
public sealed record JobRunnerOptions
{
    /// <summary>Jobs at a time on this node.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>How long a job is a dead node's before another one takes it. A living one renews it three times in that while.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often an idle worker looks for jobs that other nodes began; its own node's wake it at once.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After so long a job stands back for others that wait.</summary>
    public TimeSpan Slice { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A step is tried so often before its job is given up.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The pause before the second try; doubled for each further one, five minutes at most.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an ended job and what it made are kept.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromHours(24);
}
