using System.Data.Common;
using Npgsql;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>A pooled connection outside any transaction.</summary>
internal sealed class PostgresReadSession(PostgresDialect dialect, NpgsqlConnection connection) : DatabaseSession(dialect)
{
    public override Task<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken) =>
        connection.QueryAsync(statement, cancellationToken);

    public override Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A reader does not write.");

    public override Task ExecuteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A reader does not write.");

    public override ValueTask DisposeAsync() => connection.DisposeAsync();
}
