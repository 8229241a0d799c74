using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Many rows of one table through one statement, bound and stepped without the driver's parameter objects.</summary>
internal static unsafe class SqliteInsert
{
    // A row's texts stand here while it is stepped; longer ones are pinned where they are.
    private const int Scratch = 4096;

    // Rows of one statement: beginning and ending a statement is a quarter of what a row costs alone, and more rows save nothing more.
    private const int Together = 16;

    /// <exception cref="LoadConflictException">A row is there already.</exception>
    public static void Run(SqliteCommands commands, TableShape table, IReadOnlyList<object[]> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        var (handle, statement) = Prepare(commands, table);
        var scratch = stackalloc byte[Scratch];
        var pins = stackalloc GCHandle[table.Columns.Count];
        var pinned = 0;
        try
        {
            foreach (var row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var used = 0;
                for (var column = 0; column < row.Length; column++)
                {
                    var place = column + 1;
                    switch (row[column])
                    {
                        case long number:
                            Check(handle, SqliteNative.Bind(statement, place, number));
                            break;
                        case int number:
                            Check(handle, SqliteNative.Bind(statement, place, (long)number));
                            break;
                        case double number:
                            Check(handle, SqliteNative.Bind(statement, place, number));
                            break;
                        case DBNull:
                            Check(handle, SqliteNative.BindNull(statement, place));
                            break;
                        case string text when text.Length * 3 < Scratch - used:
                            var length = Encoding.UTF8.GetBytes(text, new Span<byte>(scratch + used, Scratch - used));
                            Check(handle, SqliteNative.BindText(statement, place, scratch + used, length));
                            used += length;
                            break;
                        case string text:
                            Bind(Encoding.UTF8.GetBytes(text), isText: true, place);
                            break;
                        case byte[] bytes:
                            Bind(bytes, isText: false, place);
                            break;
                        case ArraySegment<byte> bytes:
                            Bind(bytes, isText: false, place);
                            break;
                        default:
                            throw new ArgumentException("Not a value of a column.", nameof(rows));
                    }
                }

                Step(handle, statement);
                Release();
            }
        }
        finally
        {
            Release();
            Reset(commands, table);
        }

        void Bind(ArraySegment<byte> bytes, bool isText, int place)
        {
            // An empty array has no address, which SQLite would take for NULL.
            var address = scratch;
            if (bytes.Count > 0)
            {
                pins[pinned] = GCHandle.Alloc(bytes.Array, GCHandleType.Pinned);
                address = (byte*)pins[pinned++].AddrOfPinnedObject() + bytes.Offset;
            }

            Check(handle, isText ? SqliteNative.BindText(statement, place, address, bytes.Count) : SqliteNative.BindBlob(statement, place, address, bytes.Count));
        }

        void Release()
        {
            while (pinned > 0) pins[--pinned].Free();
        }
    }

    /// <summary>The same of rows as they stand in a record: nothing of them is copied or made an object.</summary>
    /// <exception cref="LoadConflictException">A row is there already.</exception>
    public static void Run(SqliteCommands commands, TableShape table, List<LoggedRow> rows)
    {
        if (rows.Count == 0) return;
        var (handle, statement) = Prepare(commands, table);
        try
        {
            foreach (ref readonly var row in CollectionsMarshal.AsSpan(rows))
            {
                fixed (byte* value = row.Bytes)
                {
                    Check(handle, Bind(statement, value, table.Columns.Count));
                    Step(handle, statement);
                }
            }
        }
        finally
        {
            Reset(commands, table);
        }
    }

    /// <summary>The same of packed rows: their texts are UTF-8 already.</summary>
    /// <exception cref="LoadConflictException">A row is there already.</exception>
    public static void Run(SqliteCommands commands, TableShape table, List<PackedRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        cancellationToken.ThrowIfCancellationRequested();
        Span<ColumnKind> kinds = stackalloc ColumnKind[table.Columns.Count - 1];
        for (var column = 0; column < kinds.Length; column++) kinds[column] = table.Columns[column].Kind;
        var scratch = stackalloc byte[Scratch];
        var rest = (ReadOnlySpan<PackedRow>)CollectionsMarshal.AsSpan(rows);
        if (rest.Length >= Together)
        {
            var (handle, statement) = Prepare(commands, table, Together);
            try
            {
                for (; rest.Length >= Together; rest = rest[Together..])
                {
                    var group = rest[..Together];
                    if (Copy(group, scratch)) RunTogether(handle, statement, group, kinds, scratch);
                    else RunOneByOne(commands, table, group, kinds);
                }
            }
            finally
            {
                Reset(commands, table, Together);
            }
        }

        if (!rest.IsEmpty) RunOneByOne(commands, table, rest, kinds);
    }

    private static void RunTogether(sqlite3 handle, nint statement, ReadOnlySpan<PackedRow> rows, ReadOnlySpan<ColumnKind> kinds, byte* scratch)
    {
        var (place, failed) = (0, 0);
        foreach (ref readonly var row in rows)
        {
            failed |= Bind(statement, ref place, new ReadOnlySpan<byte>(scratch, row.Bytes.Length), kinds, row.Number);
            scratch += row.Bytes.Length;
        }

        Check(handle, failed);
        Step(handle, statement);
    }

    private static void RunOneByOne(SqliteCommands commands, TableShape table, ReadOnlySpan<PackedRow> rows, ReadOnlySpan<ColumnKind> kinds)
    {
        var (handle, statement) = Prepare(commands, table);
        try
        {
            foreach (ref readonly var row in rows)
            {
                // Pinned until the row is stepped: what is bound is not copied.
                fixed (byte* _ = row.Bytes)
                {
                    var place = 0;
                    Check(handle, Bind(statement, ref place, row.Bytes, kinds, row.Number));
                    Step(handle, statement);
                }
            }
        }
        finally
        {
            Reset(commands, table);
        }
    }

    private static bool Copy(ReadOnlySpan<PackedRow> rows, byte* scratch)
    {
        var used = 0;
        foreach (ref readonly var row in rows)
        {
            if (row.Bytes.Length > Scratch - used) return false;
            row.Bytes.CopyTo(new Span<byte>(scratch + used, Scratch - used));
            used += row.Bytes.Length;
        }

        return true;
    }

    private static int Bind(nint statement, ref int place, ReadOnlySpan<byte> row, ReadOnlySpan<ColumnKind> kinds, long number)
    {
        var reader = new PackedReader(row);
        var failed = 0;
        foreach (var kind in kinds)
        {
            place++;
            failed |= kind switch
            {
                ColumnKind.Text => Bind(statement, place, reader.Text()),
                ColumnKind.Integer => SqliteNative.Bind(statement, place, (long)reader.Integer()),
                ColumnKind.Long => SqliteNative.Bind(statement, place, reader.Long()),
                _ => SqliteNative.Bind(statement, place, reader.Double()),
            };
        }

        return failed | SqliteNative.Bind(statement, ++place, number);
    }

    // Of marked values that are pinned.
    private static int Bind(nint statement, byte* value, int count)
    {
        var failed = 0;
        for (var place = 1; place <= count; place++)
        {
            var mark = *value++;
            if (mark is LoggedReader.TextMark or LoggedReader.BlobMark)
            {
                var length = Unsafe.ReadUnaligned<int>(value);
                value += sizeof(int);
                failed |= mark == LoggedReader.TextMark ? SqliteNative.BindText(statement, place, value, length) : SqliteNative.BindBlob(statement, place, value, length);
                value += length;
            }
            else if (mark == LoggedReader.NullMark)
            {
                failed |= SqliteNative.BindNull(statement, place);
            }
            else
            {
                failed |= mark == LoggedReader.NumberMark ? SqliteNative.Bind(statement, place, Unsafe.ReadUnaligned<long>(value)) : SqliteNative.Bind(statement, place, Unsafe.ReadUnaligned<double>(value));
                value += sizeof(long);
            }
        }

        return failed;
    }

    // Points into pinned bytes; an empty text still has the address of where it stands.
    private static int Bind(nint statement, int place, ReadOnlySpan<byte> text) =>
        SqliteNative.BindText(statement, place, (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(text)), text.Length);

    private static (sqlite3 Handle, nint Statement) Prepare(SqliteCommands commands, TableShape table, int rows = 1) =>
        (commands.Connection.Handle ?? throw new InvalidOperationException("The database is not open."), Bare(commands, table, rows).DangerousGetHandle());

    // OR FAIL: a row that cannot be added ends the turn, so SQLite need not copy every page first to take back what the row's triggers did.
    // Kept by the connection until it is closed, so its handle stays good for as long as anybody writes.
    private static sqlite3_stmt Bare(SqliteCommands commands, TableShape table, int rows) => commands.Bare(rows == 1
        ? table.Sql("sqlite-insert-many", static t => Insert(t, 1))
        : table.Sql("sqlite-insert-together", static t => Insert(t, Together)));

    private static string Insert(TableShape table, int rows)
    {
        var width = table.Columns.Count;
        var values = Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", Enumerable.Range(row * width + 1, width).Select(place => $"?{place}"))})");
        return $"INSERT OR FAIL INTO {table.Name} ({string.Join(", ", table.Columns.Select(column => column.Name))}) VALUES {string.Join(", ", values)}";
    }

    private static void Step(sqlite3 handle, nint statement)
    {
        var code = SqliteNative.Step(statement);
        if (code != raw.SQLITE_DONE) Check(handle, code);
    }

    // A statement left in the middle would hold the transaction open; and what was bound is not there any more.
    private static void Reset(SqliteCommands commands, TableShape table, int rows = 1)
    {
        var statement = Bare(commands, table, rows);
        raw.sqlite3_reset(statement);
        raw.sqlite3_clear_bindings(statement);
    }

    private static void Check(sqlite3 handle, int code)
    {
        if (code == raw.SQLITE_OK) return;
        var problem = new SqliteException(raw.sqlite3_errmsg(handle).utf8_to_string(), code, raw.sqlite3_extended_errcode(handle));
        throw code == raw.SQLITE_CONSTRAINT ? new LoadConflictException("A row is there already.", problem) : problem;
    }
}
