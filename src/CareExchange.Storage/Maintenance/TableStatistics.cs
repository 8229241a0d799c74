using CareExchange.Storage.Database;

namespace CareExchange.Storage.Maintenance;

/// <summary>What PostgreSQL knows of how much its tables hold. It looks by itself once a minute at most: until then it takes tables that were filled meanwhile for
/// empty, and joins through them one by one.</summary>
/// <remarks>Of SQLite nothing is asked: it joins in the order that is written.</remarks>
public sealed class TableStatistics(StorageDatabase database)
{
    // A table that has doubled since the last look is another table.
    private const string Stale = """
        SELECT count(*) FROM pg_stat_user_tables
        WHERE schemaname = current_schema() AND relname IN ('resource', 'index_token', 'index_reference', 'index_string', 'index_date')
          AND n_mod_since_analyze >= 500 AND n_mod_since_analyze >= n_live_tup / 2
        """;

    /// <summary>Looks at the tables anew where much was written since the last look.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>True where there was something to look at.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (database.Options.PostgresConnection is null) return false;
        await using (var read = await database.ReadAsync(cancellationToken))
        {
            if (await read.FirstAsync(new Statement(Stale), row => row.GetInt64(0), cancellationToken) == 0) return false;
        }

        await using var session = await database.WriteAsync(cancellationToken);
        foreach (var statement in session.Dialect.Analyze) await session.ExecuteAsync(new Statement(statement), cancellationToken);
        await session.CommitAsync(cancellationToken);
        return true;
    }
}
