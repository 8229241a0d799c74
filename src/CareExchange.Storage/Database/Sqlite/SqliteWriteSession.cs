using System.Data.Common;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>One transaction's turn at the only writer.</summary>
/// <param name="dialect">Whose it is.</param>
/// <param name="writer">The writer.</param>
/// <param name="ahead">Where the turn is in the transaction of what is acknowledged ahead, that.</param>
internal sealed class SqliteWriteSession(SqliteDialect dialect, SqliteWriter writer, WritesAhead? ahead = null) : WriteSession(dialect)
{
    private readonly LoggedChanges? _changes = ahead?.Changes;
    private IEnumerable<(string Type, string Id)>? _touched;
    private bool _ended;

    public override bool IsAhead => ahead is not null;

    public override void Touch(IEnumerable<(string Type, string Id)> resources) => _touched = resources;

    public override Task<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken)
    {
        // What a query changes is not written down.
        if (!statement.Sql.AsSpan().TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase)) _changes?.Lose();
        return Task.FromResult<DbDataReader>(writer.Commands.Query(statement));
    }

    public override Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken)
    {
        _changes?.Add(statement);
        return Task.FromResult(writer.Commands.Execute(statement));
    }

    public override Task ExecuteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
        {
            _changes?.Add(statement);
            writer.Commands.Execute(statement);
        }

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
        Insert(table, rows, cancellationToken);
        return Task.CompletedTask;
    }

    public override Task InsertAllAsync(IReadOnlyList<TableRows> tables, CancellationToken cancellationToken)
    {
        foreach (var rows in tables)
        {
            if (rows.Packed is not { } packed)
            {
                Insert(rows.Table, rows.Rows, cancellationToken);
                continue;
            }

            _changes?.Add(rows.Table, packed);
            SqliteInsert.Run(writer.Commands, rows.Table, packed, cancellationToken);
        }

        return Task.CompletedTask;
    }

    // Nobody else writes: whoever looked before knows that they are absent.
    public override Task<IReadOnlySet<long>> InsertAbsentAsync(TableShape table, string key, IReadOnlyList<object[]> rows, CancellationToken cancellationToken)
    {
        Insert(table, rows, cancellationToken);
        return Task.FromResult<IReadOnlySet<long>>(rows.Select(row => (long)row[0]).ToHashSet());
    }

    public override async Task<IReadOnlyList<IReadOnlyList<object[]>>> QueryAllAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        var answers = new List<IReadOnlyList<object[]>>(statements.Count);
        foreach (var statement in statements) answers.Add(await ListAsync(statement, Values, cancellationToken));
        return answers;
    }

    public override Task CommitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        writer.Commands.Release();
        if (ahead is null) return writer.CommitAsync();
        try
        {
            ahead.Leave(_touched);
            return Task.CompletedTask;
        }
        finally
        {
            writer.PassOn();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        writer.Commands.Release();
        if (ahead is null)
        {
            await writer.RollBackAsync();
            return;
        }

        try
        {
            ahead.Abandon();
        }
        finally
        {
            writer.PassOn();
        }
    }

    private void Insert(TableShape table, IReadOnlyList<object[]> rows, CancellationToken cancellationToken)
    {
        _changes?.Add(table, rows);
        SqliteInsert.Run(writer.Commands, table, rows, cancellationToken);
    }
}
