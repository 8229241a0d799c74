using System.Runtime.InteropServices;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The few functions of SQLite that are called dozens of times for every resource written, without the marshalling and the reference counts of the driver.</summary>
/// <remarks>The caller keeps the statement alive. Binding does no more than note a value (SQLite c3ref/bind_blob.html), so it does not leave managed code in the collector's
/// eyes; stepping may wait for the disk and does. The library is the one that the driver has loaded.</remarks>
internal static unsafe partial class SqliteNative
{
    private const string Library = "e_sqlite3";

    // SQLITE_FCNTL_FILE_POINTER.
    private const int FilePointer = 7;

    // walformat.html 2.2: the index is made of blocks of this length.
    private const int IndexRegion = 32768;

    // SQLITE_STATIC: what is bound stays where it is until the statement was stepped and reset.
    private static readonly nint s_static = 0;

    // SQLITE_TRANSIENT: SQLite takes a copy.
    private const nint Transient = -1;

    public static int Bind(nint statement, int place, long value) => sqlite3_bind_int64(statement, place, value);

    public static int Bind(nint statement, int place, double value) => sqlite3_bind_double(statement, place, value);

    public static int BindNull(nint statement, int place) => sqlite3_bind_null(statement, place);

    /// <summary>Binds a text that the caller keeps pinned until the row was stepped.</summary>
    public static int BindText(nint statement, int place, byte* text, int length) => sqlite3_bind_text(statement, place, text, length, s_static);

    /// <summary>Binds bytes that the caller keeps pinned until the row was stepped.</summary>
    public static int BindBlob(nint statement, int place, byte* bytes, int length) => sqlite3_bind_blob(statement, place, bytes, length, s_static);

    /// <summary>Runs a statement that gives no rows, and makes it ready for the next values.</summary>
    public static int Step(nint statement)
    {
        var code = sqlite3_step(statement);
        if (code == raw.SQLITE_DONE) _ = sqlite3_reset(statement);
        return code;
    }

    /// <summary>Binds a copy of a text.</summary>
    public static int BindCopy(nint statement, int place, byte* text, int length) => sqlite3_bind_text(statement, place, text, length, Transient);

    /// <summary>Goes to the next row of a statement that gives some.</summary>
    public static int StepRow(nint statement) => sqlite3_step(statement);

    /// <summary>Makes a statement ready for its next run; what it is bound to stays.</summary>
    public static void Reset(nint statement) => _ = sqlite3_reset(statement);

    /// <summary>The type of a value of the row.</summary>
    public static int ColumnType(nint statement, int column) => sqlite3_column_type(statement, column);

    /// <summary>A value of the row as a whole number.</summary>
    public static long ColumnInteger(nint statement, int column) => sqlite3_column_int64(statement, column);

    /// <summary>A value of the row as a number.</summary>
    public static double ColumnNumber(nint statement, int column) => sqlite3_column_double(statement, column);

    /// <summary>A value of the row as UTF-8, until the next step.</summary>
    public static ReadOnlySpan<byte> ColumnText(nint statement, int column)
    {
        var text = sqlite3_column_text(statement, column);
        return new(text, sqlite3_column_bytes(statement, column));
    }

    /// <summary>A value of the row as bytes, until the next step.</summary>
    public static ReadOnlySpan<byte> ColumnBytes(nint statement, int column)
    {
        var bytes = sqlite3_column_blob(statement, column);
        return new(bytes, sqlite3_column_bytes(statement, column));
    }

    /// <summary>How long the header of the log's index is (walformat.html 2.1: one of its two copies).</summary>
    public const int IndexHeaderLength = 48;

    /// <summary>Where the log's index stands in memory, for as long as the connection is open and has looked at the database before; 0 where it cannot be seen.</summary>
    public static nint LogIndex(sqlite3 connection)
    {
        var isHeld = false;
        connection.DangerousAddRef(ref isHeld);
        try
        {
            void** file = null;
            if (sqlite3_file_control(connection.DangerousGetHandle(), "main", FilePointer, &file) != raw.SQLITE_OK || file is null || *file is null) return 0;

            // c3ref/io_methods.html: a number of the version, and from 2 on xShmMap behind twelve others.
            var methods = (nint*)*file;
            if (*(int*)methods < 2) return 0;
            void* region = null;
            var code = ((delegate* unmanaged[Cdecl]<void**, int, int, int, void**, int>)methods[13])(file, 0, IndexRegion, 0, &region);
            return code == raw.SQLITE_OK ? (nint)region : 0;
        }
        finally
        {
            if (isHeld) connection.DangerousRelease();
        }
    }

    /// <summary>The header as it stands now.</summary>
    public static ReadOnlySpan<byte> IndexHeader(nint index) => new((void*)index, IndexHeaderLength);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial int sqlite3_bind_int64(nint statement, int place, long value);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial int sqlite3_bind_double(nint statement, int place, double value);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial int sqlite3_bind_null(nint statement, int place);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial int sqlite3_bind_text(nint statement, int place, byte* text, int length, nint destructor);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial int sqlite3_bind_blob(nint statement, int place, byte* bytes, int length, nint destructor);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial int sqlite3_column_type(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial long sqlite3_column_int64(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial double sqlite3_column_double(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial byte* sqlite3_column_text(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial byte* sqlite3_column_blob(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial int sqlite3_column_bytes(nint statement, int column);

    /// <summary>Asks the file of a connection's database.</summary>
    public static int Control(nint connection, int operation, void* argument) => sqlite3_file_control(connection, "main", operation, argument);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_file_control(nint connection, string name, int operation, void* argument);

    [LibraryImport(Library)]
    private static partial int sqlite3_step(nint statement);

    [LibraryImport(Library)]
    private static partial int sqlite3_reset(nint statement);
}
