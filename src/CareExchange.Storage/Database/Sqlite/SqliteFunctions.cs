using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>What our SQL asks of SQLite beyond its own functions. A connection has them until it is closed; no schema names them.</summary>
internal static unsafe partial class SqliteFunctions
{
    /// <summary><c>one_of(text, number)</c>: 1 where the text is one of the <see cref="TextSet"/> of that number, 0 where it is none of them or NULL; NULL where there is no such set, so that
    /// neither it nor its opposite shows anything.</summary>
    public const string OneOf = "one_of";

    /// <summary><c>whole_record(difference, whole)</c>: the record that a <see cref="RecordDelta"/> stands for; the difference itself where it stands for none, so that whoever verifies finds it.</summary>
    public const string WholeRecord = "whole_record";

    private const int LongestRecord = 64 * 1024 * 1024;
    private const string Library = "e_sqlite3";

    // SQLITE_TRANSIENT: SQLite takes a copy.
    private const nint Transient = -1;

    // SQLITE_INNOCUOUS, which the driver has no name for: it reads nothing but its arguments.
    private const int Innocuous = 0x200000;

    [ThreadStatic]
    private static byte[]? t_record;

    /// <summary>Adds them to a connection.</summary>
    public static void Register(sqlite3 connection)
    {
        delegate* unmanaged[Cdecl]<nint, int, nint*, void> function = &Find;
        Register(connection, OneOf, function);
        function = &Whole;
        Register(connection, WholeRecord, function);
    }

    private static void Register(sqlite3 connection, string name, delegate* unmanaged[Cdecl]<nint, int, nint*, void> function) => SqliteException.ThrowExceptionForRC(
        sqlite3_create_function_v2(connection.DangerousGetHandle(), name, 2, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC | Innocuous, 0, (nint)function, 0, 0, 0), connection);

    // Nothing here throws: an exception would have to pass through SQLite.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Find(nint context, int count, nint* arguments)
    {
        // A function that gives no result gives NULL.
        if (TextSet.Find(sqlite3_value_int64(arguments[1])) is not { } set) return;
        var text = sqlite3_value_text(arguments[0]);
        sqlite3_result_int(context, text != null && set.Contains(new(text, sqlite3_value_bytes(arguments[0]))) ? 1 : 0);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Whole(nint context, int count, nint* arguments)
    {
        var delta = sqlite3_value_blob(arguments[0]);
        var whole = sqlite3_value_blob(arguments[1]);
        t_record ??= new byte[8192];
        if (delta != null && whole != null
            && RecordDelta.TryRead(new(delta, sqlite3_value_bytes(arguments[0])), new(whole, sqlite3_value_bytes(arguments[1])), ref t_record, out var length, LongestRecord))
        {
            fixed (byte* bytes = t_record) sqlite3_result_blob(context, bytes, length, Transient);
        }
        else sqlite3_result_value(context, arguments[0]);
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_create_function_v2(nint connection, string name, int arguments, int flags, nint data, nint function, nint step, nint final, nint destroy);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial byte* sqlite3_value_text(nint value);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial long sqlite3_value_int64(nint value);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial int sqlite3_value_bytes(nint value);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial byte* sqlite3_value_blob(nint value);

    [LibraryImport(Library)]
    private static partial void sqlite3_result_blob(nint context, byte* bytes, int length, nint destroy);

    [LibraryImport(Library)]
    private static partial void sqlite3_result_value(nint context, nint value);

    [SuppressGCTransition]
    [LibraryImport(Library)]
    private static partial void sqlite3_result_int(nint context, int value);
}
