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
            [new Statement("SELECT pg_advisory_xact_lock($1)", BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(name))))], cancellationToken);

    public override Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
