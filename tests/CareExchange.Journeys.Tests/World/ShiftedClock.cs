namespace CareExchange.Journeys.Tests.World;

/// <summary>A clock that goes on from the demo's day, so that consents, ages and due dates mean the same whenever the tests run.</summary>
internal sealed class ShiftedClock(DateTimeOffset start) : TimeProvider
{
    private readonly DateTimeOffset _begun = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => start + (System.GetUtcNow() - _begun);
}
