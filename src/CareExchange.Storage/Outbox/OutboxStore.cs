using CareExchange.Storage.Database;

namespace CareExchange.Storage.Outbox;

/// <summary>The delivering side of the outbox; messages enter it only inside a StoreTransaction.</summary>
/// <remarks>At least once: a deliverer that dies keeps its lease until it ends, then another one delivers again.</remarks>
public sealed class OutboxStore(StorageDatabase database)
{
    /// <summary>Takes due messages of a channel (null: of all), oldest first, for a while.</summary>
    /// <param name="channel">Channel, or null for all.</param>
    /// <param name="count">At most so many, 1 to 1,000.</param>
    /// <param name="duration">How long they are this caller's.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<OutboxLease>> LeaseAsync(string? channel, int count, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = database.Now();
        var until = now + duration;
        var token = Guid.CreateVersion7().ToString("N");
        var due = new Conditions().Add("dead = {0}", 0L).Add("channel = {0}", channel).Add("due <= {0}", now.ToMicroseconds());
        var limit = due.Parameter((long)Math.Clamp(count, 1, 1000));

        // A look on a reader first: an idle deliverer that polls must not take the writer.
        await using (var reader = await database.ReadCommittedAsync(cancellationToken))
        {
            var first = await reader.FirstAsync(new Statement($"SELECT id FROM outbox{due} ORDER BY due, id LIMIT {limit}", due.Values), row => row.GetString(0), cancellationToken);
            if (first is null) return [];
        }

        await using var session = await database.WriteAsync(cancellationToken);
        await session.LockAsync("outbox", cancellationToken);
        var leases = await session.ListAsync(
            new Statement($"SELECT id, channel, kind, payload, attempts FROM outbox{due} ORDER BY due, id LIMIT {limit}", due.Values),
            row => new OutboxLease(OutboxRows.Read(row, database.Keys), row.GetInt32(4) + 1, token, until),
            cancellationToken);
        await session.ExecuteAsync(
            [.. leases.Select(lease => new Statement(
                "UPDATE outbox SET due = $1, attempts = attempts + 1, token = $2 WHERE id = $3", until.ToMicroseconds(), token, lease.Message.Id))],
            cancellationToken);
        await session.CommitAsync(cancellationToken);
        return leases;
    }

    /// <summary>Puts a message in where its channel holds none; whoever else does so at the same moment, on any node, there is one afterwards.</summary>
    public async Task EnsureAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var any = new Statement("SELECT id FROM outbox WHERE channel = $1 LIMIT 1", message.Channel);
        await using (var reader = await database.ReadCommittedAsync(cancellationToken))
        {
            if (await reader.FirstAsync(any, row => row.GetString(0), cancellationToken) is not null) return;
        }

        await using var session = await database.WriteAsync(cancellationToken);
        await session.LockAsync("outbox", cancellationToken);
        if (await session.FirstAsync(any, row => row.GetString(0), cancellationToken) is null) await OutboxRows.EnqueueAsync(session, database.Keys, message, database.Now(), cancellationToken);
        await session.CommitAsync(cancellationToken);
    }

    /// <summary>Delivered: the message is gone. False when the lease was not ours any more.</summary>
    public Task<bool> CompleteAsync(OutboxLease lease, CancellationToken cancellationToken) =>
        ChangeAsync(new Statement("DELETE FROM outbox WHERE id = $1 AND token = $2 AND dead = 0", lease.Message.Id, lease.Token), cancellationToken);

    /// <summary>Failed for now: due again at <paramref name="notBefore"/>. False when the lease was not ours any more.</summary>
    public Task<bool> RetryAsync(OutboxLease lease, DateTimeOffset notBefore, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(
            new Statement(
                "UPDATE outbox SET due = $1, reason = $2, token = '' WHERE id = $3 AND token = $4 AND dead = 0",
                notBefore.ToMicroseconds(),
                reason,
                lease.Message.Id,
                lease.Token),
            cancellationToken);

    /// <summary>Given up: kept, visible, not tried again. False when the lease was not ours any more.</summary>
    public Task<bool> DeadLetterAsync(OutboxLease lease, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(
            new Statement(
                "UPDATE outbox SET dead = 1, dead_since = $1, reason = $2, token = '' WHERE id = $3 AND token = $4 AND dead = 0",
                database.Now().ToMicroseconds(),
                reason,
                lease.Message.Id,
                lease.Token),
            cancellationToken);

    /// <summary>What was given up, newest first.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListDeadAsync(string? channel, int count, CancellationToken cancellationToken)
    {
        var dead = new Conditions().Add("dead = {0}", 1L).Add("channel = {0}", channel);
        var limit = dead.Parameter((long)Math.Clamp(count, 1, 1000));
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.ListAsync(
            new Statement($"SELECT id, channel, kind, payload, attempts, reason, dead_since FROM outbox{dead} ORDER BY dead_since DESC, id DESC LIMIT {limit}", dead.Values),
            row => new DeadLetter(OutboxRows.Read(row, database.Keys), row.GetInt32(4), row.GetString(5), row.Time(6)),
            cancellationToken);
    }

    /// <summary>Makes a dead letter due again from the first attempt on. False when there is none of that id.</summary>
    public Task<bool> ReviveAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(
            new Statement("UPDATE outbox SET dead = 0, due = $1, attempts = 0 WHERE id = $2 AND dead = 1", database.Now().ToMicroseconds(), id), cancellationToken);

    private async Task<bool> ChangeAsync(Statement statement, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var changed = await session.ExecuteAsync(statement, cancellationToken) > 0;
        await session.CommitAsync(cancellationToken);
        return changed;
    }
}
