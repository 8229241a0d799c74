namespace CareExchange.Exchange.Tests;

/// <summary>A clock that stands until it is told to move.</summary>
internal sealed class TestClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 5, 1, 9, 0, 0, TimeSpan.FromHours(9));

    public override DateTimeOffset GetUtcNow() => Now.ToUniversalTime();
}
