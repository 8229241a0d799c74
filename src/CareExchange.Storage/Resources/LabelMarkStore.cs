using CareExchange.Storage.Database;

namespace CareExchange.Storage.Resources;

/// <summary>Where a relabelling stands, in the database it labels, so that any node goes on with it. Thread-safe.</summary>
public sealed class LabelMarkStore(StorageDatabase database)
{
    /// <summary>The mark; null where nobody has labelled by known rules yet.</summary>
    public async Task<LabelMark?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.FirstAsync(new Statement("SELECT rules, last_row FROM label_mark WHERE id = 1"), row => new LabelMark(row.GetString(0), row.GetInt64(1)), cancellationToken);
    }

    /// <summary>Keeps a mark.</summary>
    public async Task SaveAsync(LabelMark mark, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        await session.ExecuteAsync(
            new Statement("INSERT INTO label_mark (id, rules, last_row) VALUES (1, $1, $2) ON CONFLICT (id) DO UPDATE SET rules = excluded.rules, last_row = excluded.last_row", mark.Rules, mark.Row), cancellationToken);
        await session.CommitAsync(cancellationToken);
    }

    /// <summary>Current versions behind a row, in the order of their rows.</summary>
    /// <param name="after">Row number, 0 for the beginning.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The versions, and the row of the last one; no versions behind the last row.</returns>
    public async Task<(IReadOnlyList<StoredResource> Resources, long Row)> ListAsync(long after, int count, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var rows = await session.ListAsync(
            new Statement($"SELECT {ResourceRows.Columns}, r.rid FROM resource r WHERE r.rid > $1 AND r.deleted = 0 ORDER BY r.rid LIMIT $2", after, (long)count),
            row => (Resource: ResourceRows.Read(row, session.Dialect.Bodies), Row: row.GetInt64(9)),
            cancellationToken);
        return ([.. rows.Select(row => row.Resource)], rows.Count == 0 ? after : rows[^1].Row);
    }
}
