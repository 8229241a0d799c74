using CareExchange.Storage.Jobs;

namespace CareExchange.Exchange.Jobs;

/// <summary>What a step came to: on to the next one, or the end.</summary>
public sealed record JobStep
{
    private JobStep(JobStatus status, ReadOnlyMemory<byte> content, string progress) => (Status, Content, Progress) = (status, content, progress);

    /// <summary>Active: on with the next step.</summary>
    public JobStatus Status { get; }

    /// <summary>The next step's state, or the outcome at the end.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>How far the job is; shown to its owner as <c>X-Progress</c>. No personal data, at most 100 characters.</summary>
    public string Progress { get; }

    /// <summary>What this step made; saved with its state in one commit.</summary>
    public IReadOnlyList<JobPart> Parts { get; init; } = [];

    /// <summary>The next step not before; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>There is more to do, from this state on.</summary>
    public static JobStep Continue(ReadOnlyMemory<byte> state, string progress) => new(JobStatus.Active, state, progress);

    /// <summary>Everything is done.</summary>
    public static JobStep Finish(ReadOnlyMemory<byte> outcome, string progress) => new(JobStatus.Done, outcome, progress);

    /// <summary>It cannot be done and will not be tried again.</summary>
    /// <param name="outcome">An OperationOutcome that says why.</param>
    /// <param name="progress">How far it came.</param>
    public static JobStep Fail(ReadOnlyMemory<byte> outcome, string progress) => new(JobStatus.Failed, outcome, progress);
}
