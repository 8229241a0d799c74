namespace CareExchange.Benchmarks.Http.Driving;

/// <summary>What a loop saw.</summary>
/// <param name="Seconds">How long it ran.</param>
/// <param name="Latencies">The times of the answers that were a success.</param>
/// <param name="Failures">Answers that were no success.</param>
internal sealed record Measured(double Seconds, Latencies Latencies, long Failures)
{
    /// <summary>Processor time that the server used meanwhile.</summary>
    public TimeSpan Processor { get; init; }

    /// <summary>Processor time of the server for each success, in microseconds: on a busy machine it says more than the rate.</summary>
    public double ProcessorEach => Latencies.Count == 0 ? 0 : Processor.TotalMicroseconds / Latencies.Count;

    /// <summary>Successes per second.</summary>
    public double PerSecond => Latencies.Count / Seconds;

    /// <summary>Both together.</summary>
    public static Measured operator +(Measured left, Measured right)
    {
        var all = new Latencies();
        all.Add(left.Latencies);
        all.Add(right.Latencies);
        return new(left.Seconds + right.Seconds, all, left.Failures + right.Failures) { Processor = left.Processor + right.Processor };
    }
}
