namespace CareExchange.Storage.Outbox;

/// <summary>Something to be delivered after the commit, at least once.</summary>
/// <param name="Id">UUID v7; enqueuing the same id again does nothing.</param>
/// <param name="Channel">Which deliverer takes it, such as a partner id.</param>
/// <param name="Kind">What it is, for the deliverer.</param>
/// <param name="Payload">Kept encrypted.</param>
public sealed record OutboxMessage(string Id, string Channel, string Kind, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Not to be delivered before; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
