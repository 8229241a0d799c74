using System.Data.Common;
using Npgsql;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>Reads outside any transaction: each statement has a connection for as long as it lasts, and only rows that are read as they come keep one until the session ends.</summary>
internal sealed class PostgresReadSession(PostgresDialect dialect, bool isBrief) : DatabaseSession(dialect)
{
    private NpgsqlConnection? _stream;

    public override Task<IReadOnlyList<T>> ListAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        dialect.Reads.ListAsync(statement, read, isBrief, isFirst: false, cancellationToken);

    public override async Task<T?> FirstAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : default =>
        (await dialect.Reads.ListAsync(statement, read, isBrief, isFirst: true, cancellationToken)) is [var first, ..] ? first : default;

    public override async Task<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken)
    {
        if (_stream is not null) return await _stream.QueryAsync(statement, cancellationToken);
        (_stream, var rows) = await dialect.Reads.StreamAsync(statement, cancellationToken);
        return rows;
    }

    public override Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A reader does not write.");

    public override Task ExecuteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A reader does not write.");

    public override ValueTask DisposeAsync() => _stream is { } stream ? dialect.Reads.ReturnAsync(stream) : default;
}
