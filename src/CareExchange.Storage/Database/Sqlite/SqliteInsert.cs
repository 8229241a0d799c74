using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Many rows of one table through one statement, bound and stepped without the driver's parameter objects.</summary>
internal static class SqliteInsert
{
    // Every text of the index fits: 240 UTF-16 units are 720 bytes at most.
    private const int StackText = 240;

    /// <exception cref="LoadConflictException">A row is there already.</exception>
    public static void Run(SqliteCommands commands, TableShape table, IReadOnlyList<object[]> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        var (handle, statement) = Prepare(commands, table);
        try
        {
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var column = 0; column < row.Length; column++) Check(handle, Bind(statement, column + 1, row[column]));
                Step(handle, statement);
            }
        }
        finally
        {
            Reset(statement);
        }
    }

    /// <summary>The same of packed rows: their texts are UTF-8 already.</summary>
    /// <exception cref="LoadConflictException">A row is there already.</exception>
    public static void Run(SqliteCommands commands, TableShape table, List<PackedRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        var (handle, statement) = Prepare(commands, table);
        Span<ColumnKind> kinds = stackalloc ColumnKind[table.Columns.Count - 1];
        for (var column = 0; column < kinds.Length; column++) kinds[column] = table.Columns[column].Kind;
        try
        {
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var reader = new PackedReader(row.Bytes);
                for (var column = 0; column < kinds.Length; column++)
                {
                    var place = column + 1;
                    Check(handle, kinds[column] switch
                    {
                        ColumnKind.Text => Bind(statement, place, reader.Text()),
                        ColumnKind.Integer => raw.sqlite3_bind_int(statement, place, reader.Integer()),
                        ColumnKind.Long => raw.sqlite3_bind_int64(statement, place, reader.Long()),
                        _ => raw.sqlite3_bind_double(statement, place, reader.Double()),
                    });
                }

                Check(handle, raw.sqlite3_bind_int64(statement, kinds.Length + 1, row.Number));
                Step(handle, statement);
            }
        }
        finally
        {
            Reset(statement);
        }
    }

    private static int Bind(sqlite3_stmt statement, int place, ReadOnlySpan<byte> text) =>
        text.Length == 0 ? raw.sqlite3_bind_text(statement, place, "") : raw.sqlite3_bind_text(statement, place, text);

    private static (sqlite3 Handle, sqlite3_stmt Statement) Prepare(SqliteCommands commands, TableShape table)
    {
        var handle = commands.Connection.Handle ?? throw new InvalidOperationException("The database is not open.");

        // OR FAIL: a row that cannot be added ends the turn, so SQLite need not copy every page first to take back what the row's triggers did.
        return (handle, commands.Bare(table.Sql("sqlite-insert-many", static t =>
            $"INSERT OR FAIL INTO {t.Name} ({string.Join(", ", t.Columns.Select(column => column.Name))}) VALUES ({string.Join(", ", t.Columns.Select((_, place) => $"?{place + 1}"))})")));
    }

    private static void Step(sqlite3 handle, sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        if (code != raw.SQLITE_DONE) Check(handle, code);
        raw.sqlite3_reset(statement);
    }

    // A statement left in the middle would hold the transaction open; what was bound is not kept either.
    private static void Reset(sqlite3_stmt statement)
    {
        raw.sqlite3_reset(statement);
        raw.sqlite3_clear_bindings(statement);
    }

    private static int Bind(sqlite3_stmt statement, int place, object value) => value switch
    {
        long number => raw.sqlite3_bind_int64(statement, place, number),
        int number => raw.sqlite3_bind_int(statement, place, number),
        string text => Bind(statement, place, text),
        double number => raw.sqlite3_bind_double(statement, place, number),
        DBNull => raw.sqlite3_bind_null(statement, place),
        _ => Bind(statement, place, (byte[])value),
    };

    // An empty span has no address, which SQLite would take for NULL.
    private static int Bind(sqlite3_stmt statement, int place, string text)
    {
        if (text.Length is 0 or > StackText) return raw.sqlite3_bind_text(statement, place, text);
        Span<byte> buffer = stackalloc byte[StackText * 3];
        return raw.sqlite3_bind_text(statement, place, buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
    }

    private static int Bind(sqlite3_stmt statement, int place, byte[] bytes) =>
        bytes.Length == 0 ? raw.sqlite3_bind_zeroblob(statement, place, 0) : raw.sqlite3_bind_blob(statement, place, bytes);

    private static void Check(sqlite3 handle, int code)
    {
        if (code == raw.SQLITE_OK) return;
        var problem = new SqliteException(raw.sqlite3_errmsg(handle).utf8_to_string(), code, raw.sqlite3_extended_errcode(handle));
        throw code == raw.SQLITE_CONSTRAINT ? new LoadConflictException("A row is there already.", problem) : problem;
    }
}
