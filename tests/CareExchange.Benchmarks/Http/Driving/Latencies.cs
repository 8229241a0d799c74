using System.Diagnostics;

namespace CareExchange.Benchmarks.Http.Driving;

/// <summary>How long answers took, in steps of about one per cent from a microsecond to minutes. One thread.</summary>
internal sealed class Latencies
{
    private const double StepsPerOctave = 64;
    private readonly long[] _counts = new long[2048];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(long ticks)
    {
        var microseconds = Math.Max(1, ticks * 1e6 / Stopwatch.Frequency);
        _counts[Math.Min(_counts.Length - 1, (int)(Math.Log2(microseconds) * StepsPerOctave))]++;
        Count++;
    }

    /// <summary>Adds all of another.</summary>
    public void Add(Latencies other)
    {
        for (var at = 0; at < _counts.Length; at++) _counts[at] += other._counts[at];
        Count += other.Count;
    }

    /// <summary>The time that this share of all answers needed at most, in milliseconds; 0 where there are none.</summary>
    public double Milliseconds(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        for (var at = 0; at < _counts.Length; at++)
        {
            wanted -= _counts[at];
            if (wanted <= 0) return Count == 0 ? 0 : Math.Pow(2, (at + 1) / StepsPerOctave) / 1000;
        }

        return 0;
    }
}
