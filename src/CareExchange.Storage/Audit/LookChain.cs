using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Audit;

/// <summary>The chain of the looks, in the hands of one thread at a time: each row is hashed once, and goes into the table, or with many others into the journal.</summary>
/// <remarks>Another process may append to the same folder. Whether it did is asked when a transaction begins, and then the end of the chain is read again.
/// While anything stands in the journal everything goes there: the chain has one end. Then the table is not asked for anything, so whoever moves looks into it holds up nobody.</remarks>
internal sealed class LookChain
{
    // From so many at once on, one write of them all costs less than their rows.
    private const int Many = 4;
    private const string InsertSql = $"INSERT INTO audit ({LookFile.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

    private readonly LookJournal _journal;
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _version;
    private readonly sqlite3_stmt _last;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollBack;
    private readonly ArrayBufferWriter<byte> _scratch = new(8192);
    private readonly byte[] _origin = Encoding.ASCII.GetBytes(AuditChain.OriginOf(LookFile.Shard));
    private readonly byte[] _previous = new byte[SHA256.HashSizeInBytes * 2];
    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];
    private readonly LookWindow _window = new();
    private readonly LookWindow _far = new();
    private long _seen = -1;
    private long _sequence;
    private long _generation = -1;
    private long _end;
    private bool _isJournal;
    private bool _isMine;

    public LookChain(LookFile file)
    {
        _journal = file.Journal;
        _handle = file.Writer.Connection.Handle ?? throw new InvalidOperationException("The file of the looks is not open.");
        _begin = file.Writer.Bare("BEGIN IMMEDIATE");
        _version = file.Writer.Bare("PRAGMA data_version");
        _last = file.Writer.Bare("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1");
        _insert = file.Writer.Bare(InsertSql);
        _commit = file.Writer.Bare("COMMIT");
        _rollBack = file.Writer.Bare("ROLLBACK");
    }

    /// <summary>Number and hash of the last row, as text; 0 where there is none.</summary>
    public (long Sequence, string Hash) Last => (_sequence, Encoding.ASCII.GetString(_previous));

    /// <summary>Begins a transaction of so many rows behind whatever stands.</summary>
    public void Begin(int rows)
    {
        _journal.Enter();
        _isMine = true;
        var heading = _journal.Heading;
        var isKnown = heading.Generation == _generation && _end >= heading.First;
        if (!isKnown || _end == heading.First)
        {
            // Nothing stands in the journal, or nothing is known of it: the chain begins with the table's. With few rows it stays held for them, but not while somebody may be moving what stands.
            if (rows < Many && _journal.IsEnd(heading.First)) Run(_begin);
            var version = Read(_version, static row => raw.sqlite3_column_int64(row, 0), -1);
            if (!isKnown || version != _seen)
            {
                (_sequence, var hash) = Read(_last, static row => (raw.sqlite3_column_int64(row, 0), raw.sqlite3_column_text(row, 1).utf8_to_string()), (0, Encoding.ASCII.GetString(_origin)));
                Encoding.ASCII.GetBytes(hash, _previous);
                (_generation, _end) = (heading.Generation, heading.First);
            }

            _seen = version;
        }

        if (!_journal.IsEnd(_end)) Follow(isKnown ? 0 : _journal.NearEnd(heading));

        // What is not held goes to the journal too, over whatever stands there and is not of this chain.
        _isJournal = rows >= Many || _end > heading.First || raw.sqlite3_get_autocommit(_handle) != 0;
        _journal.Stand(_generation, _end);
    }

    /// <summary>Adds a row to the chain.</summary>
    public void Append(AuditRow row)
    {
        var sequence = _sequence + 1;
        AuditChain.Write(_previous, sequence, row, _scratch);
        SHA256.HashData(_scratch.WrittenSpan, _hash);
        if (_isJournal) _journal.Add(_hash, _scratch.WrittenSpan);
        else Insert(sequence, row);
        Convert.TryToHexStringLower(_hash, _previous, out _);
        _sequence = sequence;
    }

    /// <summary>Makes everything since <see cref="Begin"/> stand.</summary>
    public void Commit()
    {
        if (_isJournal)
        {
            _end = _journal.Write(_end);
            _journal.Stand(_generation, _end);
            if (raw.sqlite3_get_autocommit(_handle) == 0) Run(_rollBack);
        }
        else Run(_commit);

        Leave();
    }

    /// <summary>Undoes everything since <see cref="Begin"/>, whatever has become of it.</summary>
    public void RollBack()
    {
        (_seen, _generation) = (-1, -1);
        _journal.Drop();
        if (raw.sqlite3_get_autocommit(_handle) == 0)
        {
            raw.sqlite3_step(_rollBack);
            raw.sqlite3_reset(_rollBack);
        }

        Leave();
    }

    private void Leave()
    {
        if (!_isMine) return;
        _isMine = false;
        _journal.Leave();
    }

    // What others wrote, or was left by a process that was killed. A record that is not the next of the chain was never told to anybody: it is written over.
    // Where the first that is not in the table is its next one, whatever was known to stand follows too, however much it is.
    private void Follow(long nearEnd)
    {
        _window.Clear();
        while (true)
        {
            var record = _journal.Read(_end, _window, _hash);
            if (record.IsEmpty) return;
            var fields = new LookFields(record);
            fields.Text(out var previous);
            var sequence = fields.Number();
            if (sequence > _sequence)
            {
                if (sequence != _sequence + 1 || !previous.SequenceEqual(_previous)) return;
                Convert.TryToHexStringLower(_hash, _previous, out _);
                _sequence = sequence;
                if (nearEnd > _window.End && GoTo(nearEnd)) continue;
            }

            _end = _window.End;
        }
    }

    private bool GoTo(long group)
    {
        _far.Clear();
        var record = _journal.Read(group, _far, _hash);
        if (record.IsEmpty || !_far.IsWhole) return false;
        var fields = new LookFields(record);
        fields.Text(out var previous);
        var sequence = fields.Number();
        if (sequence <= _sequence) return false;
        previous.CopyTo(_previous);
        (_sequence, _end) = (sequence - 1, group);
        _window.Clear();
        return true;
    }

    private void Insert(long sequence, AuditRow row)
    {
        raw.sqlite3_bind_int64(_insert, 1, sequence);
        raw.sqlite3_bind_text(_insert, 2, _previous);
        Span<byte> hex = stackalloc byte[SHA256.HashSizeInBytes * 2];
        Convert.TryToHexStringLower(_hash, hex, out _);
        raw.sqlite3_bind_text(_insert, 3, hex);
        Bind(4, row.Id);
        raw.sqlite3_bind_int64(_insert, 5, row.Recorded.ToMicroseconds());
        Bind(6, row.Action);
        Bind(7, row.Outcome);
        Bind(8, row.Agent);
        Bind(9, row.Organization);
        Bind(10, row.Person);
        raw.sqlite3_bind_blob(_insert, 11, row.Json.Span);
        raw.sqlite3_bind_int64(_insert, 12, LookFile.Shard);
        Run(_insert);
    }

    private void Bind(int place, string? text)
    {
        if (text is null)
        {
            raw.sqlite3_bind_null(_insert, place);
            return;
        }

        // An empty span has no address, which SQLite would take for NULL.
        if (text.Length is 0 or > 128)
        {
            raw.sqlite3_bind_text(_insert, place, text);
            return;
        }

        Span<byte> bytes = stackalloc byte[128 * 3];
        raw.sqlite3_bind_text(_insert, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private T Read<T>(sqlite3_stmt statement, Func<sqlite3_stmt, T> read, T otherwise)
    {
        var code = raw.sqlite3_step(statement);
        var value = code == raw.SQLITE_ROW ? read(statement) : otherwise;
        var end = raw.sqlite3_reset(statement);
        Check(code is raw.SQLITE_ROW or raw.SQLITE_DONE ? end : code);
        return value;
    }

    private void Run(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        var end = raw.sqlite3_reset(statement);
        Check(code == raw.SQLITE_DONE ? end : code);
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(_handle).utf8_to_string(), code, raw.sqlite3_extended_errcode(_handle));
    }
}
