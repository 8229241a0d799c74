using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Before a connection's large syncs, what was written goes to the disk a little at a time: whoever else waits for the disk is served in between (decisions/0030).</summary>
/// <remarks>
/// SQLite's own sync follows all the same, and finds little to do: what is promised of a power cut is SQLite's, unchanged. It stands between SQLite and the functions of its file
/// (c3ref/io_methods.html), for three of them: those that read, write and sync. On Linux only, and only where the file's number is found where the library keeps it; elsewhere nothing is changed.
/// The pages of a commit go to the log in large pieces (<see cref="Commit"/>): SQLite writes each page and its 24 bytes of header by themselves, and every such write has the system prepare a page anew.
/// </remarks>
internal static unsafe partial class GradualSync
{
    // So many bytes are under way at once: others wait for these at most. Less has no gain to give.
    private const long Step = 256 * 1024;

    // So much of a commit is gathered for one write. The library writes less than 128 KB at once (os_unix.c, seekAndWriteFd), and nothing of what is a multiple of that.
    private const int Room = 124 * 1024;

    // Shorter than this was nothing to write.
    private const long Noticeable = 50;
    private const long LongestRest = 20_000;

    // SQLITE_FCNTL_FILE_POINTER and SQLITE_FCNTL_JOURNAL_POINTER: the file, and the log's.
    private const int FilePointer = 7;
    private const int LogPointer = 28;

    // struct unixFile of os_unix.c: three pointers, then the number of the open file. Looked at before it is trusted.
    private const int PlaceOfNumber = 24;

    // SYNC_FILE_RANGE_WAIT_BEFORE, _WRITE and _WAIT_AFTER.
    private const uint WriteAndWait = 7;

    // EIO, ENOSPC and EDQUOT; any other says that there is no such call, or not for such a file.
    private const int InputOutputError = 5;
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    // c3ref/io_methods.html: the version, then these by their number.
    private const int Version = 3;
    private const int Methods = 19;
    private const int Close = 1;
    private const int Read = 2;
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

    /// <summary>Has a connection whose commits are synced (synchronous=FULL) gather their pages. After <see cref="Attach(SqliteCommands, bool)"/>.</summary>
    public static void Gather(SqliteCommands commands)
    {
        if (StateOf(commands) is var state && state is not null && state->Room is null) state->Room = (byte*)NativeMemory.Alloc(Room);
    }

    /// <summary>Commits the connection's transaction.</summary>
    /// <remarks>
    /// Nobody looks for a page in the log before it was synced, but the connection itself: SQLite syncs the log before it tells other connections of new pages (wal.c, sqlite3WalFrames). So
    /// what is gathered is written before a sync, a read, and a write elsewhere. Within COMMIT only: whatever fails there is undone there, and what was gathered of it is forgotten before anybody else may write.
    /// </remarks>
    public static void Commit(SqliteCommands commands)
    {
        var state = StateOf(commands);
        if (state is null || state->Room is null)
        {
            commands.Execute("COMMIT");
            return;
        }

        state->IsGathering = true;
        try
        {
            commands.Execute("COMMIT");
        }
        finally
        {
            (state->IsGathering, state->Gathered) = (false, 0);
        }
    }

    /// <summary>Writes out the log now, so that a sync which others wait for finds little.</summary>
    public static void WriteOutLog(SqliteCommands commands)
    {
        if (StateOf(commands) is var state && state is not null) WriteOut(state);
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

    // Of the log; null where nothing stands between.
    private static State* StateOf(SqliteCommands commands) => FileOf(commands.Connection.Handle!, LogPointer) is var file && IsAttached(file) ? *(State**)file : null;

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
        state->Functions[Read] = (nint)(delegate* unmanaged[Cdecl]<nint, void*, int, long, int>)&OnRead;
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
        if (state->Gathered > 0 && (place != state->GatheredAt + state->Gathered || length > Room - state->Gathered) && WriteGathered(file, state) is var code and not raw.SQLITE_OK) return code;
        if (!state->IsGathering || length > Room) return WriteNow(file, state, bytes, length, place);
        if (state->Gathered == 0) state->GatheredAt = place;
        new ReadOnlySpan<byte>(bytes, length).CopyTo(new Span<byte>(state->Room + state->Gathered, length));
        state->Gathered += length;
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnRead(nint file, void* bytes, int length, long place)
    {
        var state = *(State**)file;
        if (state->Gathered > 0 && WriteGathered(file, state) is var code and not raw.SQLITE_OK) return code;
        return ((delegate* unmanaged[Cdecl]<nint, void*, int, long, int>)state->Own[Read])(file, bytes, length, place);
    }

    private static int WriteGathered(nint file, State* state)
    {
        var length = state->Gathered;
        state->Gathered = 0;
        return WriteNow(file, state, state->Room, length, state->GatheredAt);
    }

    private static int WriteNow(nint file, State* state, void* bytes, int length, long place) =>
        ((delegate* unmanaged[Cdecl]<nint, void*, int, long, int>)state->Own[Write])(file, bytes, length, place);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(nint file, int flags)
    {
        var state = *(State**)file;
        if (state->Gathered > 0 && WriteGathered(file, state) is var failed and not raw.SQLITE_OK) return failed;
        if (state->Waiting > Step) WriteOut(state);
        (state->First, state->End, state->Waiting) = (long.MaxValue, 0, 0);
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
        NativeMemory.Free(state->Room);
        NativeMemory.Free(state);
        return code;
    }

    private static void WriteOut(State* state)
    {
        for (var place = state->First & -4096; place < state->End; place += Step)
        {
            var begun = Stopwatch.GetTimestamp();
            if (SyncRange(state->Number, place, Step, WriteAndWait) != 0)
            {
                // The system tells of lost bytes once: the sync that follows would say that all is well.
                state->IsLost |= Marshal.GetLastPInvokeError() is InputOutputError or NoSpace or QuotaExceeded;
                break;
            }

            var took = (long)Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
            if (took > Noticeable && state->Rests) _ = Sleep((uint)Math.Min(took, LongestRest));
        }

        (state->First, state->End, state->Waiting) = (long.MaxValue, 0, 0);
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
        public byte* Room;
        public long GatheredAt;
        public int Gathered;
        public bool IsGathering;
        public int Number;
        public bool Rests;
        public bool IsLost;
    }

    [InlineArray(Methods)]
    private struct Table
    {
        public nint First;
    }
}
