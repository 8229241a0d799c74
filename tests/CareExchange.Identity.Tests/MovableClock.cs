namespace CareExchange.Identity.Tests;

/// <summary>A clock that stands still until a test moves it. It starts at the real time, because Data Protection reads the real one.</summary>
internal sealed class MovableClock : TimeProvider
{
    private DateTimeOffset _now = new(DateTimeOffset.UtcNow.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
