using CareExchange.Storage.Database;

namespace CareExchange.Storage.Outbox;

/// <summary>The delivering side of the outbox; messages enter it only inside a StoreTransaction.</summary>
public sealed class OutboxStore(StorageDatabase database)
{
    /// <summary>Takes due messages of a channel (null: of all), oldest first, for a while.</summary>
    /// <param name="channel">Channel, or null for all.</param>
    /// <param name="count">At most so many, 1 to 1,000.</param>
    /// <param name="duration">How long they are this caller's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<OutboxLease>> LeaseAsync(string? channel, int count, TimeSpan duration, CancellationToken cancellationToken) =>
        throw new NotImplementedException(database.ToString());

    /// <summary>Delivered: the message is gone. False when the lease was not ours any more.</summary>
    public Task<bool> CompleteAsync(OutboxLease lease, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Failed for now: due again at <paramref name="notBefore"/>. False when the lease was not ours any more.</summary>
    public Task<bool> RetryAsync(OutboxLease lease, DateTimeOffset notBefore, string reason, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Given up: kept, visible, not tried again. False when the lease was not ours any more.</summary>
    public Task<bool> DeadLetterAsync(OutboxLease lease, string reason, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>What was given up, newest first.</summary>
    public Task<IReadOnlyList<DeadLetter>> ListDeadAsync(string? channel, int count, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Makes a dead letter due again from the first attempt on. False when there is none of that id.</summary>
    public Task<bool> ReviveAsync(string id, CancellationToken cancellationToken) => throw new NotImplementedException();
}
