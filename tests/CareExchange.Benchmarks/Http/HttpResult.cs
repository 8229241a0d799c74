namespace CareExchange.Benchmarks.Http;

/// <summary>One question's answer. The figures of the first lines are those of the widest closed loop, the times those of the open loop where there is one.</summary>
/// <param name="Question">Its name.</param>
/// <param name="PerSecond">What the gateway did per second: requests, or resources for transaction and load.</param>
/// <param name="FloorPerSecond">The same of the floor.</param>
/// <param name="Ratio">One over the other.</param>
/// <param name="P50">Median of the gateway's times, in milliseconds.</param>
/// <param name="P99">What 99 of 100 answers needed at most.</param>
/// <param name="FloorP50">The same of the floor.</param>
/// <param name="FloorP99">The same of the floor.</param>
/// <param name="P99Ratio">One over the other.</param>
/// <param name="Failures">Answers of the gateway that were no success.</param>
/// <param name="Loops">Every loop of the question.</param>
internal sealed record HttpResult(
    string Question,
    double? PerSecond = null,
    double? FloorPerSecond = null,
    double? Ratio = null,
    double? P50 = null,
    double? P99 = null,
    double? FloorP50 = null,
    double? FloorP99 = null,
    double? P99Ratio = null,
    long Failures = 0,
    IReadOnlyList<HttpLoop>? Loops = null)
{
    /// <summary>Working set in MB: of the gateway at its largest while questions were asked.</summary>
    public double? Megabytes { get; init; }

    /// <summary>The floor's working set.</summary>
    public double? FloorMegabytes { get; init; }

    /// <summary>From the start of the process to the first answer, in milliseconds.</summary>
    public double? Milliseconds { get; init; }

    /// <summary>Processor time that the process used until then, in milliseconds.</summary>
    public double? ProcessorMilliseconds { get; init; }
}
