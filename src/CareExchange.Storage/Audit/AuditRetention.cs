using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;

namespace CareExchange.Storage.Audit;

/// <summary>Removes entries whose retention has ended, oldest first, so that what is left can still be verified.</summary>
/// <remarks>A signed checkpoint says first from where on each chain goes on; then rows are removed, some at a time. Killed in between, the same call goes on.
/// The last row of a chain always stays: the next one is hashed behind it.</remarks>
public sealed class AuditRetention(StorageDatabase database)
{
    private const int RowsAtATime = 5000;

    /// <summary>Removes what was recorded before a moment.</summary>
    /// <returns>How many rows were removed.</returns>
    public async Task<long> EndAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var cuts = new List<(AuditChains.Source Open, bool IsLooks, AuditChainHead Cut)>();
        foreach (var (open, place) in AuditChains.OlderSources(database).Select((open, place) => (open, place)))
        {
            // On SQLite each file has one chain, and no index of chains: to ask for them would read every record there is.
            foreach (var shard in database.Dialect.Looks is null ? await AuditChains.ShardsAsync(open, cancellationToken) : [place == 0 ? 0 : LookFile.Shard])
            {
                if (await CutAsync(open, shard, before, cancellationToken) is { } cut) cuts.Add((open, place > 0, cut));
            }
        }

        if (cuts.Count == 0) return 0;
        await new AuditCheckpointStore(database).CreateAsync(onlyIfChanged: false, rotates: false, isRestored: false, [.. cuts.Select(cut => cut.Cut)], cancellationToken);
        long removed = 0;
        foreach (var (_, isLooks, cut) in cuts)
        {
            var statement = new Statement(
                "DELETE FROM audit WHERE shard = $1 AND sequence <= $2 AND sequence < $3 + (SELECT min(sequence) FROM audit WHERE shard = $1)", (long)cut.Shard, cut.Count, (long)RowsAtATime);
            int rows;
            do
            {
                rows = isLooks ? database.Dialect.Looks!.Change(statement) : await RemoveAsync(statement, cancellationToken);
                removed += rows;
            }
            while (rows > 0);
        }

        return removed;
    }

    // Everything before the first row that has to stay, whatever the clocks of the nodes said in between.
    private static async Task<AuditChainHead?> CutAsync(AuditChains.Source open, int shard, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var session = await open(cancellationToken);
        var (first, last) = await session.FirstAsync(
            new Statement("SELECT (SELECT min(sequence) FROM audit WHERE shard = $1), (SELECT max(sequence) FROM audit WHERE shard = $1)", (long)shard),
            row => row.IsDBNull(0) ? default : (row.GetInt64(0), row.GetInt64(1)),
            cancellationToken);

        // Row by row from the oldest on, and no further than the first that stays.
        var keep = await session.FirstAsync(
            new Statement("SELECT sequence FROM audit WHERE shard = $1 AND +recorded >= $2 ORDER BY sequence LIMIT 1", (long)shard, before.ToMicroseconds()), row => row.GetInt64(0), cancellationToken);
        var cut = Math.Min(last, keep == 0 ? long.MaxValue : keep) - 1;
        cut = await WholeAsync(session, shard, first, cut, cancellationToken);
        return cut < first
            ? null
            : await session.FirstAsync(new Statement("SELECT hash FROM audit WHERE shard = $1 AND sequence = $2", (long)shard, cut), row => new AuditChainHead(shard, cut, row.GetString(0)), cancellationToken);
    }

    // Records that stay may differ from others that have to stay with them, some thousands more at most.
    private static async Task<long> WholeAsync(DatabaseSession session, int shard, long first, long cut, CancellationToken cancellationToken)
    {
        while (cut >= first)
        {
            var needed = await session.FirstAsync(
                new Statement("SELECT min(base) FROM audit WHERE shard = $1 AND sequence > $2 AND sequence <= $3", (long)shard, cut, cut + LookFile.Farthest), row => row.IsDBNull(0) ? long.MaxValue : row.GetInt64(0), cancellationToken);
            if (needed > cut) break;
            cut = needed - 1;
        }

        return cut;
    }

    private async Task<int> RemoveAsync(Statement statement, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var rows = await session.ExecuteAsync(statement, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return rows;
    }
}
