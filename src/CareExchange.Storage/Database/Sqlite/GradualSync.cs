using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Before a connection's large syncs, what was written goes to the disk a little at a time: whoever else waits for the disk is served in between (decisions/0030).</summary>
/// <remarks>
/// Where somebody waits for the sync, what is written one behind the other, as a transaction's pages are to the log, is on its way while the rest is still being written.
/// SQLite's own sync follows all the same, and finds little to do: what is promised of a power cut is SQLite's, unchanged. It stands between SQLite and the functions of its file
/// (c3ref/io_methods.html), for two of them: those that write and sync. On Linux only, and only where the file's number is found where the library keeps it; elsewhere nothing is changed.
/// </remarks>
internal static unsafe partial class GradualSync
{
    // So many bytes are under way at once: others wait for these at most. Less has no gain to give.
    private const long Step = 256 * 1024;

    // So many bytes are handed to the disk together where nobody else waits for it.
    private const long Portion = 4 * 1024 * 1024;

    // Shorter than this was nothing to write.
    private const long Noticeable = 50;
    private const long LongestRest = 20_000;

    // SQLITE_FCNTL_FILE_POINTER and SQLITE_FCNTL_JOURNAL_POINTER: the file, and the log's.
    private const int FilePointer = 7;
    private const int LogPointer = 28;

    // struct unixFile of os_unix.c: three pointers, then the number of the open file. Looked at before it is trusted.
    private const int PlaceOfNumber = 24;

    // SYNC_FILE_RANGE_WAIT_BEFORE, _WRITE and _WAIT_AFTER.
    private const uint Wait = 1;
    private const uint Begin = 2;
    private const uint WriteAndWait = 7;

    // Pages of the file that are whole: the last one is written again with what follows.
    private const long WholePages = -4096;

    // EIO, ENOSPC and EDQUOT; any other says that there is no such call, or not for such a file.
    private const int InputOutputError = 5;
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    // c3ref/io_methods.html: the version, then these by their number.
    private const int Version = 3;
    private const int Methods = 19;
    private const int Close = 1;
    private const int Write = 3;
    private const int Sync = 5;

    /// <summary>Has a connection's syncs prepared: of the database, which is in WAL mode, and of its log.</summary>
    /// <param name="commands">Open, and used by one thread at a time.</param>
    /// <param name="rests">True where nobody waits for this connection: it rests as long as it works.</param>
    /// <returns>False where nothing was changed.</returns>
    public static bool Attach(SqliteCommands commands, bool rests)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return false;

        // Opens the log.
        commands.Execute("PRAGMA schema_version");
        var connection = commands.Connection.Handle!;
        var path = raw.sqlite3_db_filename(connection, "main").utf8_to_string();
        return Attach(FileOf(connection, FilePointer), path, rests) & Attach(FileOf(connection, LogPointer), path + "-wal", rests);
    }

    /// <summary>Whether the disk begins to write while more is still written to the file, and nothing goes slowly: for large transactions, where nobody else waits for the disk.</summary>
    public static void WriteEarly(SqliteCommands commands, bool isEarly)
    {
        if (FileOf(commands.Connection.Handle!, FilePointer) is var file && IsAttached(file)) (*(State**)file)->IsEarly = isEarly;
    }

    /// <summary>Writes out the log now, so that a sync which others wait for finds little.</summary>
    public static void WriteOutLog(SqliteCommands commands)
    {
        if (FileOf(commands.Connection.Handle!, LogPointer) is var file && IsAttached(file)) WriteOut(*(State**)file);
    }

    /// <summary>Whether the connection rests from now on.</summary>
    public static void Rest(SqliteCommands commands, bool rests)
    {
        foreach (var pointer in (ReadOnlySpan<int>)[FilePointer, LogPointer])
        {
            if (FileOf(commands.Connection.Handle!, pointer) is var file && IsAttached(file)) (*(State**)file)->Rests = rests;
        }
    }

    private static nint FileOf(sqlite3 connection, int pointer)
    {
        var isHeld = false;
        connection.DangerousAddRef(ref isHeld);
        try
        {
            nint file = 0;
            return SqliteNative.Control(connection.DangerousGetHandle(), pointer, &file) == raw.SQLITE_OK ? file : 0;
        }
        finally
        {
            if (isHeld) connection.DangerousRelease();
        }
    }

    private static bool IsAttached(nint file) => FunctionsOf(file) is not null && FunctionsOf(file)[Sync] == (nint)(delegate* unmanaged[Cdecl]<nint, int, int>)&OnSync;

    // Null where the file is not open.
    private static nint* FunctionsOf(nint file) => file == 0 ? null : *(nint**)file;

    private static bool Attach(nint file, string path, bool rests)
    {
        var functions = FunctionsOf(file);
        if (functions is null || *(int*)functions != Version || IsAttached(file)) return false;
        var number = *(int*)(file + PlaceOfNumber);
        if (new FileInfo($"/proc/self/fd/{number}").LinkTarget != Path.GetFullPath(path)) return false;
        var state = (State*)NativeMemory.AllocZeroed((nuint)sizeof(State));
        new ReadOnlySpan<nint>(functions, Methods).CopyTo(state->Functions);
        state->Functions[Close] = (nint)(delegate* unmanaged[Cdecl]<nint, int>)&OnClose;
        state->Functions[Write] = (nint)(delegate* unmanaged[Cdecl]<nint, void*, int, long, int>)&OnWrite;
        state->Functions[Sync] = (nint)(delegate* unmanaged[Cdecl]<nint, int, int>)&OnSync;
        state->Own = functions;
        (state->Number, state->Rests, state->First) = (number, rests, long.MaxValue);
        *(State**)file = state;
        return true;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(nint file, void* bytes, int length, long place)
    {
        var state = *(State**)file;
        state->First = Math.Min(state->First, place);
        state->End = Math.Max(state->End, place + length);
        state->Waiting += length;
        var code = ((delegate* unmanaged[Cdecl]<nint, void*, int, long, int>)state->Own[Write])(file, bytes, length, place);
        if (code != raw.SQLITE_OK || state->Rests) return code;
        if (!state->IsEarly) GoAhead(state, place, length);
        else if (state->Waiting >= Portion)
        {
            IsWritten(state, state->First, state->End - state->First, Begin);
            (state->First, state->End, state->Waiting) = (long.MaxValue, 0, 0);
        }

        return code;
    }

    // What was begun before has to be on the disk first: no more is under way at once than a sync would have.
    private static void GoAhead(State* state, long place, int length)
    {
        if (place != state->Next) state->Begun = place;
        state->Next = place + length;
        if (state->Next - state->Begun < Step) return;
        if (state->UnderWay.Length > 0) IsWritten(state, state->UnderWay.Place, state->UnderWay.Length, Wait);
        var (first, end) = (state->Begun & WholePages, state->Next & WholePages);
        state->UnderWay = IsWritten(state, first, end - first, Begin) ? (first, end - first) : default;
        state->Begun = end;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(nint file, int flags)
    {
        var state = *(State**)file;
        if (state->Waiting > Step && !state->IsEarly) WriteOut(state);
        (state->First, state->End, state->Waiting, state->Begun, state->UnderWay) = (long.MaxValue, 0, 0, state->Next, default);
        var code = ((delegate* unmanaged[Cdecl]<nint, int, int>)state->Own[Sync])(file, flags);
        if (!state->IsLost) return code;
        state->IsLost = false;
        return code == raw.SQLITE_OK ? raw.SQLITE_IOERR_FSYNC : code;
    }

    // What is open no more has no functions either.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnClose(nint file)
    {
        var state = *(State**)file;
        *(nint**)file = state->Own;
        var code = ((delegate* unmanaged[Cdecl]<nint, int>)state->Own[Close])(file);
        NativeMemory.Free(state);
        return code;
    }

    private static void WriteOut(State* state)
    {
        for (var place = state->First & WholePages; place < state->End; place += Step)
        {
            var begun = Stopwatch.GetTimestamp();
            if (!IsWritten(state, place, Step, WriteAndWait)) break;
            var took = (long)Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
            if (took > Noticeable && state->Rests) _ = Sleep((uint)Math.Min(took, LongestRest));
        }

        (state->First, state->End, state->Waiting) = (long.MaxValue, 0, 0);
    }

    // The system tells of lost bytes once: the sync that follows would say that all is well.
    private static bool IsWritten(State* state, long place, long length, uint flags)
    {
        if (SyncRange(state->Number, place, length, flags) == 0) return true;
        state->IsLost |= Marshal.GetLastPInvokeError() is InputOutputError or NoSpace or QuotaExceeded;
        return false;
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SyncRange(int file, long place, long length, uint flags);

    [LibraryImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sleep(uint microseconds);

    // SQLite sees the functions, which come first; the rest is ours.
    private struct State
    {
        public Table Functions;
        public nint* Own;
        public long First;
        public long End;
        public long Waiting;
        public long Next;
        public long Begun;
        public (long Place, long Length) UnderWay;
        public int Number;
        public bool Rests;
        public bool IsEarly;
        public bool IsLost;
    }

    [InlineArray(Methods)]
    private struct Table
    {
        public nint First;
    }
}
