using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>A transaction at READ COMMITTED: each statement sees what others committed before it, names are held by advisory locks.</summary>
internal sealed class PostgresWriteSession(PostgresDialect dialect, NpgsqlConnection connection, NpgsqlTransaction transaction) : WriteSession(dialect)
{
    public override Task<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken) =>
        connection.QueryAsync(statement, cancellationToken);

    public override Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken) =>
        connection.ExecuteAsync([statement], cancellationToken);

    public override Task ExecuteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(statements, cancellationToken);

    // 64 bits of SHA-256: two names that share a number only wait for each other once in a while, they never err.
    public override Task LockAsync(string name, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            [new Statement("SELECT pg_advisory_xact_lock($1)", Number(name))], cancellationToken);

    public override Task LockAllAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        connection.ExecuteAsync([new Statement("SELECT pg_advisory_xact_lock(name) FROM unnest($1) AS name", names.Select(Number).ToArray())], cancellationToken);

    public override async Task<IReadOnlyList<long>> ReserveRowsAsync(TableShape table, int count, CancellationToken cancellationToken)
    {
        var sql = table.Sql("postgres-reserve", static t => $"SELECT nextval(pg_get_serial_sequence('{t.Name}', '{t.Columns[0].Name}')) FROM generate_series(1, $1)");
        return await ListAsync(new Statement(sql, count), row => row.GetInt64(0), cancellationToken);
    }

    public override async Task InsertManyAsync(TableShape table, IReadOnlyList<object[]> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        var sql = table.Sql("postgres-copy", static t => $"COPY {t.Name} ({string.Join(", ", t.Columns.Select(column => column.Name))}) FROM STDIN (FORMAT BINARY)");
        try
        {
            await using var import = await connection.BeginBinaryImportAsync(sql, cancellationToken);
            PostgresCopy.Write(import, table, rows);
            await import.CompleteAsync(cancellationToken);
        }
        catch (PostgresException problem) when (problem.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new LoadConflictException("A row is there already.", problem);
        }
    }

    private static long Number(string name) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    public override Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
