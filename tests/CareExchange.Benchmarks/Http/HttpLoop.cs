using CareExchange.Benchmarks.Http.Driving;

namespace CareExchange.Benchmarks.Http;

/// <summary>One loop of a question, against both servers in turn.</summary>
/// <param name="Loop"><c>closed</c>, or <c>open</c> at the same rate for both.</param>
/// <param name="Connections">How many connections.</param>
/// <param name="PerSecond">The gateway.</param>
/// <param name="FloorPerSecond">The floor; null where it has no such question.</param>
/// <param name="P50">The gateway's median, in milliseconds.</param>
/// <param name="P99">Its 99th per cent.</param>
/// <param name="FloorP50">The floor's median.</param>
/// <param name="FloorP99">Its 99th per cent.</param>
internal sealed record HttpLoop(string Loop, int Connections, double PerSecond, double? FloorPerSecond, double P50, double P99, double? FloorP50, double? FloorP99)
{
    /// <summary>Processor time of the gateway for each answer, in microseconds.</summary>
    public double Processor { get; init; }

    /// <summary>The same of the floor.</summary>
    public double? FloorProcessor { get; init; }

    /// <summary>From what both loops saw; every answer counts for so many units.</summary>
    public static HttpLoop Of(string loop, int connections, Measured own, Measured? floor, double units) => new(
        loop,
        connections,
        own.PerSecond * units,
        floor?.PerSecond * units,
        own.Latencies.Milliseconds(0.5),
        own.Latencies.Milliseconds(0.99),
        floor?.Latencies.Milliseconds(0.5),
        floor?.Latencies.Milliseconds(0.99)) { Processor = own.ProcessorEach, FloorProcessor = floor?.ProcessorEach };
}
