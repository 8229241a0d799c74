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

    /// <summary>The same for whoever asks for old records only: looks that still wait to be moved into their file are not waited for.</summary>
    public static IEnumerable<Source> OlderSources(StorageDatabase database)
    {
        yield return database.ReadAsync;
        if (database.Dialect.Looks is { } looks) yield return _ => new(looks.ReadMoved());
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
        if (LookWriter.Of(database) is { } looks)
        {
            // One chain in each file. That of the looks ends where they are recorded, and not where they have been moved to so far.
            await using (var file = await database.ReadAsync(cancellationToken))
            {
                heads.AddRange(await file.ListAsync(new Statement("SELECT shard, sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1"), row => new AuditChainHead(row.GetInt32(0), row.GetInt64(1), row.GetString(2)), cancellationToken));
            }

            if (await looks.HeadAsync(cancellationToken) is { } head) heads.Add(head);
            return heads;
        }

        foreach (var shard in await ShardsAsync(database.ReadAsync, cancellationToken))
        {
            await using var session = await database.ReadAsync(cancellationToken);
            heads.Add((await session.FirstAsync(
                new Statement("SELECT sequence, hash FROM audit WHERE shard = $1 ORDER BY sequence DESC LIMIT 1", (long)shard),
                row => new AuditChainHead(shard, row.GetInt64(0), row.GetString(1)),
                cancellationToken))!);
        }

        return heads;
    }
}
