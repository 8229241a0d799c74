using System.Data.Common;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>One transaction's turn at the only writer.</summary>
internal sealed class SqliteWriteSession(SqliteDialect dialect, SqliteWriter writer) : WriteSession(dialect)
{
    private bool _ended;

    public override Task<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken) =>
        Task.FromResult<DbDataReader>(writer.Commands.Query(statement));

    public override Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken) =>
        Task.FromResult(writer.Commands.Execute(statement));

    public override Task ExecuteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements) writer.Commands.Execute(statement);
        return Task.CompletedTask;
    }

    public override Task LockAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task LockAllAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) => Task.CompletedTask;

    // Rows are never removed from tables with row numbers, so the highest tells all that were ever given.
    public override async Task<IReadOnlyList<long>> ReserveRowsAsync(TableShape table, int count, CancellationToken cancellationToken)
    {
        var sql = table.Sql("sqlite-reserve", static t => $"SELECT coalesce(max({t.Columns[0].Name}), 0) FROM {t.Name}");
        var last = await FirstAsync(new Statement(sql), row => row.GetInt64(0), cancellationToken);
        return [.. Enumerable.Range(1, count).Select(place => last + place)];
    }

    public override Task InsertManyAsync(TableShape table, IReadOnlyList<object[]> rows, CancellationToken cancellationToken)
    {
        SqliteInsert.Run(writer.Commands.Connection, table, rows, cancellationToken);
        return Task.CompletedTask;
    }

    public override Task CommitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        return writer.CommitAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        await writer.RollBackAsync();
    }
}
