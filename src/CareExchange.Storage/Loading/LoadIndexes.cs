using CareExchange.Storage.Database;

namespace CareExchange.Storage.Loading;

/// <summary>Secondary indexes put aside while an empty database is filled, and made again at its end: sorting once is cheaper than inserting in order.</summary>
/// <remarks>What was put aside is written down in the same commit, so that a killed load leaves a database that the next opening completes.
/// In between every answer is right, only slow: no index that identifies a resource is ever put aside.</remarks>
public sealed class LoadIndexes(StorageDatabase database)
{
    /// <summary>Puts the indexes aside where no resource is stored yet. False, and nothing done, where there are resources.</summary>
    public async Task<bool> PutAsideAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        await session.LockAsync(SecondaryIndexes.Lock, cancellationToken);
        var isEmpty = await session.FirstAsync(new Statement("SELECT count(*) FROM (SELECT 1 FROM resource LIMIT 1) AS one"), row => row.GetInt64(0), cancellationToken) == 0;
        if (!isEmpty) return false;
        foreach (var index in await session.Dialect.SecondaryIndexesAsync(session, cancellationToken))
        {
            await session.ExecuteAsync(new Statement("INSERT INTO index_aside (name, sql) VALUES ($1, $2)", index.Name, index.Create), cancellationToken);
            await session.ExecuteAsync(new Statement(index.Drop), cancellationToken);
        }

        await session.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Makes every index again that is aside, and counts what the tables hold, so that plans are chosen by it.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        await SecondaryIndexes.RestoreAsync(database, cancellationToken);
        IReadOnlyList<string> statements;
        await using (var session = await database.ReadAsync(cancellationToken)) statements = await database.Dialect.AnalyzeAsync(session, cancellationToken);
        var lanes = new ParallelOptions { MaxDegreeOfParallelism = database.Dialect.IndexLanes, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(statements, lanes, async (statement, stop) =>
        {
            await using var session = await database.WriteAsync(stop);
            await session.ExecuteAsync(new Statement(statement), stop);
            await session.CommitAsync(stop);
        });
    }
}
