using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>A transaction at READ COMMITTED: each statement sees what others committed before it, names are held by advisory locks.</summary>
internal sealed class PostgresWriteSession(PostgresDialect dialect, NpgsqlConnection connection, NpgsqlTransaction transaction, PostgresTurns? turns) : WriteSession(dialect)
{
    // Past this COPY is cheaper than arrays, though each table takes a round trip of its own.
    private const int ManyRows = 1500;

    private static readonly Statement Commit = new("COMMIT");

    private IReadOnlyList<long> _reserved = [];
    private bool _isDisposed;

    public override (long Sequence, string Hash)? AuditTail { get; set; }

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

    public override async Task AskAheadAsync(TableShape table, int count, IReadOnlyList<Statement> chain, CancellationToken cancellationToken)
    {
        if (count == 0 || chain.Count == 0) return;
        var answers = await QueryAllAsync([Reserve(table, count), .. chain], cancellationToken);
        _reserved = [.. answers[0].Select(static row => (long)row[0])];
        AuditTail = answers[^1] is [var last] ? ((long)last[0], (string)last[1]) : (0L, "");
    }

    public override async Task<IReadOnlyList<long>> ReserveRowsAsync(TableShape table, int count, CancellationToken cancellationToken)
    {
        if (_reserved.Count != count) return await ListAsync(Reserve(table, count), row => row.GetInt64(0), cancellationToken);
        var reserved = _reserved;
        _reserved = [];
        return reserved;
    }

    // The sequence is looked up once, not for each number.
    private static Statement Reserve(TableShape table, int count) => new(
        table.Sql("postgres-reserve", static t => $"SELECT nextval(s.name) FROM (SELECT pg_get_serial_sequence('{t.Name}', '{t.Columns[0].Name}')::regclass AS name OFFSET 0) s CROSS JOIN generate_series(1, $1)"), count);

    public override Task InsertManyAsync(TableShape table, IReadOnlyList<object[]> rows, CancellationToken cancellationToken) =>
        CopyAsync(new(table, rows), cancellationToken);

    private async Task CopyAsync(TableRows rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        var sql = rows.Table.Sql("postgres-copy", static t => $"COPY {t.Name} ({string.Join(", ", t.Columns.Select(column => column.Name))}) FROM STDIN (FORMAT BINARY)");
        try
        {
            await using var stream = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken);
            try
            {
                await SendAsync(stream, rows, cancellationToken);
            }
            catch
            {
                // Half of it must not be taken for all: disposing would end it as if it were.
                await stream.CancelAsync();
                throw;
            }
        }
        catch (PostgresException problem) when (problem.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new LoadConflictException("A row is there already.", problem);
        }
    }

    private static async Task SendAsync(NpgsqlRawCopyStream stream, TableRows rows, CancellationToken cancellationToken)
    {
        using var copy = new PostgresCopy();
        copy.Header();
        ColumnKind[] kinds = [.. rows.Table.Columns.SkipLast(1).Select(column => column.Kind)];
        for (var place = 0; place < rows.Count; place++)
        {
            if (rows.Packed is { } packed) copy.Row(packed[place], kinds);
            else copy.Row(rows.Rows[place]);
            if (!copy.IsFull) continue;
            await stream.WriteAsync(copy.Written, cancellationToken);
            copy.Clear();
        }

        copy.Trailer();
        await stream.WriteAsync(copy.Written, cancellationToken);
    }

    public override Task InsertAllAsync(IReadOnlyList<TableRows> tables, CancellationToken cancellationToken) => InsertAllAsync(tables, [], cancellationToken);

    // The driver takes the end of the transaction from what the server says of it.
    public override Task CommitAsync(IReadOnlyList<TableRows> tables, CancellationToken cancellationToken) => InsertAllAsync(tables, [Commit], cancellationToken);

    private async Task InsertAllAsync(IReadOnlyList<TableRows> tables, IReadOnlyList<Statement> then, CancellationToken cancellationToken)
    {
        var few = new List<Statement>(tables.Count);
        foreach (var rows in tables)
        {
            if (rows.Count > ManyRows) await CopyAsync(rows, cancellationToken);
            else if (rows.Count > 0) few.AddRange(Dialect.Insert(rows.Table, rows.AsObjects()));
        }

        few.AddRange(then);
        if (few.Count == 0) return;
        try
        {
            await connection.ExecuteAsync(few, cancellationToken);
        }
        catch (PostgresException problem) when (problem.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new LoadConflictException("A row is there already.", problem);
        }
    }

    public override async Task<IReadOnlySet<long>> InsertAbsentAsync(TableShape table, string key, IReadOnlyList<object[]> rows, CancellationToken cancellationToken)
    {
        var added = new HashSet<long>(rows.Count);
        foreach (var statement in Dialect.Insert(table, rows))
        {
            var absent = statement with { Sql = $"{statement.Sql} ON CONFLICT ({key}) DO NOTHING RETURNING {table.Columns[0].Name}" };
            foreach (var number in await ListAsync(absent, row => row.GetInt64(0), cancellationToken)) added.Add(number);
        }

        return added;
    }

    public override async Task<IReadOnlyList<IReadOnlyList<object[]>>> QueryAllAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        await using var reader = await connection.QueryAsync(statements, cancellationToken);
        var answers = new List<IReadOnlyList<object[]>>(statements.Count);
        do
        {
            var rows = new List<object[]>();
            while (await reader.ReadAsync(cancellationToken)) rows.Add(Values(reader));
            answers.Add(rows);
        }
        while (await reader.NextResultAsync(cancellationToken));
        return answers;
    }

    private static long Number(string name) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    public override Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        ((PostgresDialect)Dialect).Look(connection);
        try
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
        finally
        {
            turns?.Return();
        }
    }
}
