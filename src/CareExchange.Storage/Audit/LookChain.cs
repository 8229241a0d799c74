using System.Buffers;
using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Audit;

/// <summary>The chain in the file of the looks, in the hands of one thread: rows are bound and stepped without the driver's objects, and each is hashed once.</summary>
/// <remarks>Another process may append to the same file. Whether it did is asked when a transaction begins, and then the end of the chain is read again.</remarks>
internal sealed class LookChain
{
    private const string InsertSql = $"INSERT INTO audit ({LookFile.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _version;
    private readonly sqlite3_stmt _last;
    private readonly sqlite3_stmt _insert;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _rollBack;
    private readonly ArrayBufferWriter<byte> _scratch = new(8192);
    private readonly string _origin = AuditChain.OriginOf(LookFile.Shard);
    private long _seen = -1;
    private long _sequence;
    private string _previous;

    public LookChain(LookFile file)
    {
        _handle = file.Writer.Connection.Handle ?? throw new InvalidOperationException("The file of the looks is not open.");
        _begin = file.Writer.Bare("BEGIN IMMEDIATE");
        _version = file.Writer.Bare("PRAGMA data_version");
        _last = file.Writer.Bare("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1");
        _insert = file.Writer.Bare(InsertSql);
        _commit = file.Writer.Bare("COMMIT");
        _rollBack = file.Writer.Bare("ROLLBACK");
        _previous = _origin;
    }

    /// <summary>Begins a transaction behind whatever stands.</summary>
    public void Begin()
    {
        Run(_begin);
        var version = Read(_version, static row => raw.sqlite3_column_int64(row, 0), -1);
        if (version == _seen) return;
        (_sequence, _previous) = Read(_last, static row => (raw.sqlite3_column_int64(row, 0), raw.sqlite3_column_text(row, 1).utf8_to_string()), (0, _origin));
        _seen = version;
    }

    /// <summary>Adds a row to the chain.</summary>
    public void Append(AuditRow row)
    {
        var sequence = _sequence + 1;
        var hash = AuditChain.Hash(_previous, sequence, row, _scratch);
        raw.sqlite3_bind_int64(_insert, 1, sequence);
        Bind(2, _previous);
        Bind(3, hash);
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
        (_sequence, _previous) = (sequence, hash);
    }

    /// <summary>Makes everything since <see cref="Begin"/> stand.</summary>
    public void Commit() => Run(_commit);

    /// <summary>Undoes everything since <see cref="Begin"/>, whatever has become of it.</summary>
    public void RollBack()
    {
        _seen = -1;
        if (raw.sqlite3_get_autocommit(_handle) != 0) return;
        raw.sqlite3_step(_rollBack);
        raw.sqlite3_reset(_rollBack);
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
