namespace CareExchange.Storage.Database;

/// <summary>Secondary indexes that a load put aside, made again at its end or, after a kill, when the database is next opened.</summary>
internal static class SecondaryIndexes
{
    /// <summary>The name under which they are put aside by one at a time, and the beginning of those under which each is made again by one.</summary>
    public const string Lock = "index-aside";

    public static async Task RestoreAsync(StorageDatabase database, CancellationToken cancellationToken)
    {
        var lanes = new ParallelOptions { MaxDegreeOfParallelism = database.Dialect.IndexLanes, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(await AsideAsync(database, cancellationToken), lanes, async (name, stop) => await RestoreAsync(database, name, stop));
    }

    // One commit each: a kill loses the work on one index. Whoever comes second finds it done.
    private static async Task RestoreAsync(StorageDatabase database, string name, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        await session.LockAsync($"{Lock}/{name}", cancellationToken);
        var sql = await session.FirstAsync(new Statement("SELECT sql FROM index_aside WHERE name = $1", name), row => row.GetString(0), cancellationToken);
        if (sql is null) return;
        if (session.Dialect.Sorting is { } sorting) await session.ExecuteAsync(sorting, cancellationToken);
        await session.ExecuteAsync(new Statement(sql), cancellationToken);
        await session.ExecuteAsync(new Statement("DELETE FROM index_aside WHERE name = $1", name), cancellationToken);
        await session.CommitAsync(cancellationToken);
    }

    // In the order of their statements, so that neighbours are seldom of one table, where one would wait for the other.
    private static async Task<IReadOnlyList<string>> AsideAsync(StorageDatabase database, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.ListAsync(new Statement("SELECT name FROM index_aside ORDER BY sql, name"), row => row.GetString(0), cancellationToken);
    }
}
