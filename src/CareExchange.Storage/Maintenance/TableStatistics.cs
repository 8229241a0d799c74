using CareExchange.Storage.Database;

namespace CareExchange.Storage.Maintenance;

/// <summary>What the database knows of how much its tables hold: plans chosen for an empty table are the wrong ones for a full one.</summary>
public sealed class TableStatistics(StorageDatabase database)
{
    /// <summary>True where the tables have to be looked after while they grow.</summary>
    public bool IsNeeded => database.Dialect.Outgrown is not null;

    /// <summary>Counts the tables that hold twice what they did when they were counted last, or more. Readers and writers go on meanwhile.</summary>
    /// <returns>How many tables were counted.</returns>
    public async Task<int> KeepAsync(CancellationToken cancellationToken)
    {
        if (database.Dialect.Outgrown is not { } question) return 0;
        IReadOnlyList<string> tables;
        await using (var session = await database.ReadAsync(cancellationToken)) tables = await session.ListAsync(question, row => row.GetString(0), cancellationToken);
        foreach (var table in tables)
        {
            // A commit each: nobody waits for one table because another is large.
            await using var session = await database.WriteAsync(cancellationToken);
            await session.ExecuteAsync(new Statement($"ANALYZE {table}"), cancellationToken);
            await session.CommitAsync(cancellationToken);
        }

        return tables.Count;
    }
}
