using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>The places where the trail's chains stand, and what is asked of them.</summary>
internal static class AuditChains
{
    /// <summary>Opens a reader of one place.</summary>
    public delegate ValueTask<DatabaseSession> Source(CancellationToken cancellationToken);

    /// <summary>What changed data stands beside the data; on SQLite, looks stand in a file of their own.</summary>
    public static IEnumerable<Source> Sources(StorageDatabase database)
    {
        yield return database.ReadAsync;
        if (database.Dialect.Looks is { } looks) yield return _ => new(looks.Read());
    }

    /// <summary>The numbers of the chains that have rows, whatever they are: one that nobody should have written is found as well.</summary>
    public static async Task<IReadOnlyList<int>> ShardsAsync(Source open, CancellationToken cancellationToken)
    {
        // One step of the index a chain, however many rows they have.
        var shards = new List<int>();
        for (long after = -1; ;)
        {
            await using var session = await open(cancellationToken);
            var (exists, shard) = await session.FirstAsync(
                new Statement("SELECT shard FROM audit WHERE shard > $1 ORDER BY shard LIMIT 1", after), row => (true, row.GetInt32(0)), cancellationToken);
            if (!exists) return shards;
            shards.Add(shard);
            after = shard;
        }
    }

    /// <summary>How far every chain is.</summary>
    public static async Task<IReadOnlyList<AuditChainHead>> HeadsAsync(StorageDatabase database, CancellationToken cancellationToken)
    {
        var heads = new List<AuditChainHead>();
        foreach (var open in Sources(database))
        {
            // SQLite has one chain in each file, and no index of chains.
            if (database.Dialect.Looks is not null)
            {
                await using var file = await open(cancellationToken);
                heads.AddRange(await file.ListAsync(
                    new Statement("SELECT shard, sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"), row => new AuditChainHead(row.GetInt32(0), row.GetInt64(1), row.GetString(2)), cancellationToken));
                continue;
            }

            foreach (var shard in await ShardsAsync(open, cancellationToken))
            {
                await using var session = await open(cancellationToken);
                heads.Add((await session.FirstAsync(
                    new Statement("SELECT sequence, hash FROM audit WHERE shard = $1 ORDER BY sequence DESC LIMIT 1", (long)shard),
                    row => new AuditChainHead(shard, row.GetInt64(0), row.GetString(1)),
                    cancellationToken))!);
            }
        }

        return heads;
    }
}
