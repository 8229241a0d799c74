using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Tells in some nanoseconds whether anybody, in this process or another, has committed anything. Thread-safe.</summary>
/// <remarks>
/// Every commit changes the header of the log's index (SQLite walformat.html 2.1), in memory that all processes share: the same bytes, the same moment. Where they differ SQLite is asked
/// (<c>PRAGMA data_version</c>), whose number means something to one connection only, so one is kept for it; and always where the index cannot be seen.
/// </remarks>
internal sealed class SqliteEpoch : IAsyncDisposable
{
    private readonly SqliteCommands _commands;
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _version;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly Lock _turn = new();
    private readonly nint _index;
    private long _seen = -1;
    private volatile Seen _last;

    public SqliteEpoch(SqliteCommands commands)
    {
        _commands = commands;
        _handle = commands.Connection.Handle ?? throw new InvalidOperationException("The database is not open.");
        _version = commands.Bare("PRAGMA data_version");
        _last = new(new byte[SqliteNative.IndexHeaderLength], new(0, _clock.GetTimestamp()));

        // The first look opens the index.
        _last = new(_last.Header, Ask());
        _index = SqliteNative.LogIndex(_handle);
    }

    /// <summary>The epoch of this moment; one that equals no other where the file cannot be asked.</summary>
    public DatabaseEpoch Now()
    {
        var last = _last;
        return _index != 0 && IsSame(last.Header) ? last.Epoch : Look();
    }

    public ValueTask DisposeAsync() => _commands.DisposeAsync();

    private DatabaseEpoch Look()
    {
        lock (_turn)
        {
            // The header before the question: what is committed in between is seen the next time.
            var header = new byte[SqliteNative.IndexHeaderLength];
            if (_index != 0) Read(header);
            var epoch = Ask();
            _last = new(_seen < 0 ? [] : header, epoch);
            return epoch;
        }
    }

    private DatabaseEpoch Ask()
    {
        var version = raw.sqlite3_step(_version) == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_version, 0) : -1;
        if (raw.sqlite3_reset(_version) != raw.SQLITE_OK) version = -1;
        if (version == _seen && version >= 0) return _last.Epoch;
        _seen = version;
        return new(_last.Epoch.Number + 1, _clock.GetTimestamp());
    }

    // The memory stays where it is for as long as the connection is open; whoever reads it holds that open.
    private bool IsSame(ReadOnlySpan<byte> header)
    {
        var isHeld = false;
        _handle.DangerousAddRef(ref isHeld);
        try
        {
            return SqliteNative.IndexHeader(_index).SequenceEqual(header);
        }
        finally
        {
            if (isHeld) _handle.DangerousRelease();
        }
    }

    private void Read(Span<byte> header)
    {
        var isHeld = false;
        _handle.DangerousAddRef(ref isHeld);
        try
        {
            SqliteNative.IndexHeader(_index).CopyTo(header);
        }
        finally
        {
            if (isHeld) _handle.DangerousRelease();
        }
    }

    private sealed record Seen(byte[] Header, DatabaseEpoch Epoch);
}
