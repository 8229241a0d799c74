using System.Diagnostics;

namespace CareExchange.Journeys.Tests.World;

/// <summary>Runs like a clock, but begins when the example messages are fresh, and can be moved ahead.</summary>
public sealed class DistrictClock : TimeProvider
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 21, 9, 0, 0, TimeSpan.FromHours(9));
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _ahead;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() =>
        (Begin + Stopwatch.GetElapsedTime(_started) + TimeSpan.FromTicks(Interlocked.Read(ref _ahead))).ToUniversalTime();

    /// <summary>Moves it ahead.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
