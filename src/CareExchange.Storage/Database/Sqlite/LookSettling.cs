using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Moves looks from the journal into the table, where they are listed and verified. Nobody who records looks waits for it. Thread-safe.</summary>
/// <remarks>Killed at any point, the next step goes on: a record whose place in the chain is taken stands in the table already. What a power cut takes from the table
/// stands in the journal: that begins anew only when the table is on the disk.</remarks>
internal sealed class LookSettling : IAsyncDisposable
{
    private const string InsertSql = $"INSERT INTO audit ({LookFile.Columns}, base) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

    // The last few are moved in the turn of those who record: for as long as that takes, they wait.
    private const long Few = 256 * 1024;
    private const int All = int.MaxValue;

    // After so many rows whoever asked may rest, or stop.
    private const int Stride = 64;

    // So many rows make the log some 40 MB long. To bring that into the file costs the disk more than all else, so it is done between steps and not at the end of any commit.
    private const int RowsOfALog = 16_384;
    private readonly Lock _turn = new();
    private readonly LookJournal _journal;
    private readonly SqliteCommands _commands;
    private readonly bool _isSynced;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _last;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollBack;
    private readonly sqlite3_stmt _mark;
    private readonly RecordBases _bases = new();
    private readonly LookWindow _window = new();
    private readonly LookWindow _ahead = new();
    private readonly byte[] _lastHash = new byte[64];
    private int _logged;
    private long _generation = -1;
    private long _place;

    // Where the group began that was read last: from there on the rest of it can be read again.
    private long _group;
    private volatile int _hurried;

    public LookSettling(LookJournal journal, SqliteCommands commands, bool isSynced)
    {
        (_journal, _commands, _isSynced) = (journal, commands, isSynced);
        commands.Execute(Relaxed);
        commands.Execute("PRAGMA wal_autocheckpoint = 0");
        _begin = commands.Bare("BEGIN IMMEDIATE");
        _last = commands.Bare("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1");
        _insert = commands.Bare(InsertSql);
        _commit = commands.Bare("COMMIT");
        _rollBack = commands.Bare("ROLLBACK");

        // Changes nothing, and is written all the same: so that there is something to bring to the disk, and with it whatever was written before.
        _mark = commands.Bare("PRAGMA user_version = 1");
        GradualSync.Attach(commands, rests: true);
        _place = _group = journal.Heading.First;
    }

    private static string Relaxed => "PRAGMA synchronous = NORMAL";

    /// <summary>Moves everything of a folder whose database nobody here has opened.</summary>
    public static async Task FinishAsync(string folder)
    {
        if (!File.Exists(Path.Combine(folder, LookJournal.FileName))) return;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, LookFile.FileName), Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ToString());
        await connection.OpenAsync();
        var commands = new SqliteCommands(connection);
        commands.Execute(SqliteBusyTimeout.Pragma);
        using var journal = new LookJournal(folder, isSynced: true);
        await using var settling = new LookSettling(journal, commands, isSynced: true);
        settling.Finish();
    }

    /// <summary>True where everything stands in the table. Cheap.</summary>
    public bool IsDone => _journal.IsEmpty;

    /// <summary>How many bytes of the journal are still to be moved, as far as is known here. Any thread.</summary>
    public long Waiting => Math.Max(0, _journal.Standing - Volatile.Read(ref _place));

    /// <summary>Moves everything that stood when it was called.</summary>
    public void Finish()
    {
        // Whoever moves at leisure stops resting.
        Interlocked.Increment(ref _hurried);
        try
        {
            while (Step(4096, null))
            {
            }
        }
        finally
        {
            Interlocked.Decrement(ref _hurried);
        }
    }

    /// <summary>Moves so many looks at most, in one commit.</summary>
    /// <param name="most">How many.</param>
    /// <param name="rest">Is called now and then with how long the work took since it was called last, and may end the step by giving false; null for no rest.</param>
    /// <returns>True where more are left.</returns>
    public bool Step(int most, Func<TimeSpan, bool>? rest)
    {
        lock (_turn)
        {
            if (_journal.IsEmpty) return false;
            try
            {
                var end = Ahead();
                Run(_begin);
                var left = Move(most, end, rest);
                Run(_commit);
                if (left is null) GradualSync.WriteOutLog(_commands);
                var isMore = left ?? Close();
                if (_logged >= RowsOfALog || !isMore) Log();
                return isMore;
            }
            catch
            {
                if (raw.sqlite3_get_autocommit(_commands.Connection.Handle!) == 0) Run(_rollBack);
                _generation = -1;
                throw;
            }
        }
    }

    public ValueTask DisposeAsync() => _commands.DisposeAsync();

    // Up to where nobody is writing any more. What is known to stand, and what other processes have written behind it: read in the turn of those who write.
    private long Ahead()
    {
        _journal.Enter();
        try
        {
            // Another process may have moved more than is known here, or all of it.
            var heading = _journal.Heading;
            if (heading.Generation != _generation || _place < heading.First)
            {
                (_generation, _place, _group) = (heading.Generation, heading.First, heading.First);
                _window.Clear();
                _ahead.Clear();
            }

            return Follow(_journal.StandingOf(heading));
        }
        finally
        {
            _journal.Leave();
        }
    }

    private long Follow(long end)
    {
        Span<byte> hash = stackalloc byte[32];
        var limit = end + Few;
        while (end < limit && !_journal.IsEnd(end) && !_journal.Read(end, _ahead, hash).IsEmpty) end = _ahead.End;
        _journal.Stand(_generation, end);
        return end;
    }

    // Null where everything up to the end was moved; false where what follows is not the next of the chain.
    private bool? Move(int most, long end, Func<TimeSpan, bool>? rest)
    {
        // What a row differs from stands with it or not at all: no commit builds on rows of another one.
        _bases.Clear();
        var last = Last();
        Span<byte> hash = stackalloc byte[32];
        var begun = Stopwatch.GetTimestamp();
        _window.Limit = end;
        var isBroken = false;
        for (var (moved, seen) = (0, 0); moved < most;)
        {
            if (_place >= end) return null;
            var record = _journal.Read(_place, _window, hash);
            if (record.IsEmpty)
            {
                // It stood, and cannot be read any more. What follows is moved as it is, so that the trail says what is missing.
                if (_journal.GroupAfter(_place, end) is var next && next < 0) return false;
                (_place, isBroken) = (next, true);
                _window.Clear();
                continue;
            }

            if (_window.IsWhole) _group = _place;
            if (!Insert(record, hash, isBroken, ref last, ref moved))
            {
                // It is written over by the next group, which is then read anew.
                _window.Clear();
                return false;
            }

            isBroken = false;
            Volatile.Write(ref _place, _window.End);
            if (rest is null || ++seen % Stride != 0 || _hurried > 0) continue;
            if (!rest(Stopwatch.GetElapsedTime(begun))) return true;
            begun = Stopwatch.GetTimestamp();
        }

        return true;
    }

    private bool Insert(ReadOnlySpan<byte> record, ReadOnlySpan<byte> hash, bool isBroken, ref long last, ref int moved)
    {
        var fields = new LookFields(record);
        fields.Text(out var previous);
        var sequence = fields.Number();
        if (sequence <= last) return true;

        // Not the next one: left by a database that stood here before. It never becomes part of this one's chain.
        if (!isBroken && (sequence != last + 1 || (last > 0 && !previous.SequenceEqual(_lastHash)))) return false;
        raw.sqlite3_bind_int64(_insert, 1, sequence);
        raw.sqlite3_bind_text(_insert, 2, previous);
        Span<byte> hex = stackalloc byte[64];
        Convert.TryToHexStringLower(hash, hex, out _);
        raw.sqlite3_bind_text(_insert, 3, hex);
        Text(ref fields, 4);
        raw.sqlite3_bind_int64(_insert, 5, fields.Number());
        var action = Text(ref fields, 6);
        for (var place = 7; place <= 10; place++) Text(ref fields, place);
        fields.Text(out var json);
        raw.sqlite3_bind_int64(_insert, 12, LookFile.Shard);
        if (_bases.Shorten(action, sequence, json, out var delta) is var whole && whole > 0) raw.sqlite3_bind_int64(_insert, 13, whole);
        else raw.sqlite3_bind_null(_insert, 13);
        raw.sqlite3_bind_blob(_insert, 11, delta);
        Run(_insert);
        last = sequence;
        hex.CopyTo(_lastHash);
        moved++;
        _logged++;
        return true;
    }

    private ReadOnlySpan<byte> Text(ref LookFields fields, int place)
    {
        if (!fields.Text(out var text)) raw.sqlite3_bind_null(_insert, place);
        else if (text.IsEmpty) raw.sqlite3_bind_text(_insert, place, ""); // an empty span has no address, which SQLite would take for NULL
        else raw.sqlite3_bind_text(_insert, place, text);
        return text;
    }

    // In the turn of those who record: whatever they added meanwhile is moved, if it is little, and brought to the disk with all that was moved before; then the journal begins anew.
    private bool Close()
    {
        _journal.Enter();
        try
        {
            var heading = _journal.Heading;
            if (heading.Generation != _generation) return true;
            var end = Follow(Math.Max(_place, _journal.StandingOf(heading)));
            if (end - _place >= Few) return true;
            if (_isSynced) _commands.Execute("PRAGMA synchronous = FULL");
            try
            {
                Run(_begin);
                var left = Move(All, end, null);
                Run(_mark);
                Run(_commit);
                if (left is not null || _place < end) return false;
            }
            finally
            {
                if (raw.sqlite3_get_autocommit(_commands.Connection.Handle!) == 0) Run(_rollBack);
                _commands.Execute(Relaxed);
            }

            _journal.Reset();
            return false;
        }
        finally
        {
            _journal.Leave();
        }
    }

    private void Log()
    {
        if (_logged == 0) return;
        _logged = 0;
        GradualSync.Rest(_commands, _hurried == 0);
        using (var rows = _commands.Query(new Statement("PRAGMA wal_checkpoint(PASSIVE)")))
        {
            // The whole log is in the file and on the disk, unless somebody still reads what was there before.
            if (!rows.Read() || rows.GetInt32(0) != 0 || rows.GetInt32(1) != rows.GetInt32(2)) return;
        }

        _journal.BeginAt(_generation, _group);
    }

    private long Last()
    {
        var code = raw.sqlite3_step(_last);
        var last = code == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_last, 0) : 0;
        if (last > 0) Encoding.ASCII.GetBytes(raw.sqlite3_column_text(_last, 1).utf8_to_string(), _lastHash);
        raw.sqlite3_reset(_last);
        return last;
    }

    private void Run(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        var end = raw.sqlite3_reset(statement);
        if (code == raw.SQLITE_DONE) code = end;
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(_commands.Connection.Handle!).utf8_to_string(), code, raw.sqlite3_extended_errcode(_commands.Connection.Handle!));
    }
}
