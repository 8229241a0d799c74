using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CareExchange.Exchange.Jobs;
using CareExchange.Storage.Jobs;

namespace CareExchange.Exchange.Tests.Jobs;

/// <summary>Counts to a number, one step each, and says each number once in its parts.</summary>
internal sealed class CountingKind(int until) : IJobKind
{
    private int _steps;

    public string Kind => "counting";

    public int Steps => _steps;

    /// <summary>What a step does before it counts.</summary>
    public Func<int, CancellationToken, Task> Before { get; init; } = (_, _) => Task.CompletedTask;

    public async Task<JobStep> StepAsync(JobRow job, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _steps);
        var number = Utf8Parser.TryParse(job.State.Span, out int parsed, out _) ? parsed : 0;
        await Before(number, cancellationToken);
        var next = Encoding.UTF8.GetBytes((number + 1).ToString(CultureInfo.InvariantCulture));
        JobPart[] parts = [new("numbers", Encoding.UTF8.GetBytes($"{number} "))];
        return number + 1 < until
            ? JobStep.Continue(next, $"{number + 1} of {until}") with { Parts = parts }
            : JobStep.Finish(next, $"{until} of {until}") with { Parts = parts };
    }
}
