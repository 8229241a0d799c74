using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Tells in a microsecond whether anybody, in this process or another, has committed anything. Thread-safe.</summary>
/// <remarks>SQLite counts commits in memory that all processes share (<c>PRAGMA data_version</c>). The number means something to one connection only, so one is kept for it.</remarks>
internal sealed class SqliteEpoch(SqliteCommands commands) : IAsyncDisposable
{
    private readonly Lock _turn = new();
    private readonly sqlite3_stmt _version = commands.Bare("PRAGMA data_version");
    private readonly TimeProvider _clock = TimeProvider.System;
    private long _seen = -1;
    private DatabaseEpoch _epoch;

    /// <summary>The epoch of this moment; -1, which equals no other, where the file cannot be asked.</summary>
    public DatabaseEpoch Now()
    {
        lock (_turn)
        {
            var version = raw.sqlite3_step(_version) == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_version, 0) : -1;
            if (raw.sqlite3_reset(_version) != raw.SQLITE_OK) version = -1;
            if (version == _seen && version >= 0) return _epoch;
            _seen = version;
            return _epoch = new(_epoch.Number + 1, _clock.GetTimestamp());
        }
    }

    public ValueTask DisposeAsync() => commands.DisposeAsync();
}
