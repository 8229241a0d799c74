using System.Data.Common;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A turn that only adds rows of new resources and of the audit trail: it needs nothing of the database but where they begin, so it is durable before the database has them.</summary>
internal sealed class SqliteAheadSession(SqliteDialect dialect, SqliteWriter writer, WritesAhead ahead) : WriteSession(dialect)
{
    private readonly LoggedChanges _changes = Begun(ahead.Changes);
    private AheadNumbers _numbers = ahead.Numbers ?? throw new InvalidOperationException("Nobody knows where the next rows begin.");
    private IEnumerable<(string Type, string Id)>? _touched;
    private bool _ended;

    public override bool IsAhead => true;

    public override bool OnlyAdds => true;

    public override (long Sequence, string Hash)? AuditTail
    {
        get => _numbers.Tail;
        set => _numbers = _numbers with { Tail = value ?? throw new ArgumentNullException(nameof(value)) };
    }

    public override void Touch(IEnumerable<(string Type, string Id)> resources) => _touched = resources;

    public override Task<IReadOnlyList<long>> ReserveRowsAsync(TableShape table, int count, CancellationToken cancellationToken)
    {
        var numbers = new long[count];
        for (var place = 0; place < count; place++) numbers[place] = _numbers.LastRow + place + 1;
        _numbers = _numbers with { LastRow = _numbers.LastRow + count };
        return Task.FromResult<IReadOnlyList<long>>(numbers);
    }

    public override Task InsertAllAsync(IReadOnlyList<TableRows> tables, CancellationToken cancellationToken)
    {
        foreach (var rows in tables)
        {
            if (rows.Packed is { } packed) _changes.Add(rows.Table, packed);
            else _changes.Add(rows.Table, rows.Rows);
        }

        return Task.CompletedTask;
    }

    public override Task InsertManyAsync(TableShape table, IReadOnlyList<object[]> rows, CancellationToken cancellationToken) => InsertAllAsync([new(table, rows)], cancellationToken);

    public override Task LockAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task LockAllAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken) => throw OnlyRows();

    public override Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken) => throw OnlyRows();

    public override Task ExecuteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken) => statements.Count == 0 ? Task.CompletedTask : throw OnlyRows();

    public override Task<IReadOnlySet<long>> InsertAbsentAsync(TableShape table, string key, IReadOnlyList<object[]> rows, CancellationToken cancellationToken)
    {
        _changes.Add(table, rows);
        return Task.FromResult<IReadOnlySet<long>>(rows.Select(static row => (long)row[0]).ToHashSet());
    }

    public override Task<IReadOnlyList<IReadOnlyList<object[]>>> QueryAllAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken) => throw OnlyRows();

    public override Task CommitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        try
        {
            ahead.Append(_changes, areAdded: false, _touched);
            ahead.Numbers = _numbers;
            return Task.CompletedTask;
        }
        finally
        {
            writer.PassOn();
        }
    }

    public override ValueTask DisposeAsync()
    {
        if (_ended) return ValueTask.CompletedTask;
        _ended = true;
        writer.PassOn();
        return ValueTask.CompletedTask;
    }

    private static LoggedChanges Begun(LoggedChanges changes)
    {
        changes.Clear();
        return changes;
    }

    private static InvalidOperationException OnlyRows() => new("Here rows are added and nothing else.");
}
