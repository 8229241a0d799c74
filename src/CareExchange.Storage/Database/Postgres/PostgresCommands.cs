using System.Data.Common;
using Npgsql;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>Statements as Npgsql runs them: positional parameters, many in one round trip.</summary>
internal static class PostgresCommands
{
    public static async Task<DbDataReader> QueryAsync(this NpgsqlConnection connection, Statement statement, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Texts come from this assembly; values are always parameters.
        await using var command = new NpgsqlCommand(statement.Sql, connection);
#pragma warning restore CA2100
        foreach (var value in statement.Values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteReaderAsync(cancellationToken);
    }

    /// <summary>The answers of several queries, one after the other in one reader.</summary>
    public static async Task<DbDataReader> QueryAsync(this NpgsqlConnection connection, IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        await using var batch = Batch(connection, statements);
        return await batch.ExecuteReaderAsync(cancellationToken);
    }

    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        if (statements.Count == 0) return 0;
        await using var batch = Batch(connection, statements);
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, IReadOnlyList<Statement> statements)
    {
        var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(statement.Sql);
            foreach (var value in statement.Values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
        }

        return batch;
    }
}
