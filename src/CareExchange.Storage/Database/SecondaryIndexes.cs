namespace CareExchange.Storage.Database;

/// <summary>Secondary indexes that a load put aside, made again at its end or, after a kill, when the database is next opened.</summary>
internal static class SecondaryIndexes
{
    /// <summary>The name under which they are put aside and restored by one at a time.</summary>
    public const string Lock = "index-aside";

    public static async Task RestoreAsync(StorageDatabase database, CancellationToken cancellationToken)
    {
        foreach (var (name, _) in await AsideAsync(database, cancellationToken))
        {
            // One commit each: a kill loses the work on one index. Whoever comes second finds it done.
            await using var session = await database.WriteAsync(cancellationToken);
            await session.LockAsync(Lock, cancellationToken);
            var sql = await session.FirstAsync(new Statement("SELECT sql FROM index_aside WHERE name = $1", name), row => row.GetString(0), cancellationToken);
            if (sql is null) continue;
            await session.ExecuteAsync(new Statement(sql), cancellationToken);
            await session.ExecuteAsync(new Statement("DELETE FROM index_aside WHERE name = $1", name), cancellationToken);
            await session.CommitAsync(cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<(string Name, string Sql)>> AsideAsync(StorageDatabase database, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.ListAsync(new Statement("SELECT name, sql FROM index_aside ORDER BY name"), row => (row.GetString(0), row.GetString(1)), cancellationToken);
    }
}
