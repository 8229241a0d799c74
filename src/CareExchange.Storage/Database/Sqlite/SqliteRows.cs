using System.Collections;
using System.Data.Common;
using System.Globalization;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The rows of one run of a <see cref="SqliteQuery"/>, forward only. Disposing of it makes the query ready for the next values.</summary>
/// <remarks>The first row is fetched when it is made: what is wrong with a query is told by whoever runs it.</remarks>
internal sealed class SqliteRows : DbDataReader
{
    private readonly SqliteQuery _query;
    private bool _isFirst = true;
    private bool _isOnRow;
    private bool _isClosed;

    public SqliteRows(SqliteQuery query)
    {
        _query = query;
        try
        {
            HasRows = _isOnRow = query.Step();
        }
        catch
        {
            query.Reset();
            throw;
        }
    }

    public override int FieldCount => _query.Columns;

    public override bool HasRows { get; }

    public override bool IsClosed => _isClosed;

    public override int RecordsAffected => -1;

    public override int Depth => 0;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read()
    {
        if (_isFirst) _isFirst = false;
        else if (_isOnRow) _isOnRow = _query.Step();
        return _isOnRow;
    }

    // The rows are here already: a task would only pretend.
    public override Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Read());
    }

    public override bool NextResult() => false;

    public override void Close()
    {
        if (_isClosed) return;
        (_isClosed, _isOnRow) = (true, false);
        _query.Reset();
    }

    public override bool IsDBNull(int ordinal) => TypeOf(ordinal) == raw.SQLITE_NULL;

    public override long GetInt64(int ordinal) => NotNull(ordinal).Integer(ordinal);

    public override int GetInt32(int ordinal) => checked((int)GetInt64(ordinal));

    public override short GetInt16(int ordinal) => checked((short)GetInt64(ordinal));

    public override byte GetByte(int ordinal) => checked((byte)GetInt64(ordinal));

    public override bool GetBoolean(int ordinal) => GetInt64(ordinal) != 0;

    public override double GetDouble(int ordinal) => NotNull(ordinal).Number(ordinal);

    public override float GetFloat(int ordinal) => (float)GetDouble(ordinal);

    public override decimal GetDecimal(int ordinal) => (decimal)GetDouble(ordinal);

    public override string GetString(int ordinal) => NotNull(ordinal).Text(ordinal);

    public override Guid GetGuid(int ordinal) => Guid.Parse(GetString(ordinal));

    public override DateTime GetDateTime(int ordinal) => DateTime.Parse(GetString(ordinal), CultureInfo.InvariantCulture);

    public override char GetChar(int ordinal) => GetString(ordinal)[0];

    public override T GetFieldValue<T>(int ordinal) => (T)(typeof(T) == typeof(byte[]) ? NotNull(ordinal).Bytes(ordinal) : GetValue(ordinal));

    public override object GetValue(int ordinal) => TypeOf(ordinal) switch
    {
        raw.SQLITE_INTEGER => _query.Integer(ordinal),
        raw.SQLITE_FLOAT => _query.Number(ordinal),
        raw.SQLITE_TEXT => _query.Text(ordinal),
        raw.SQLITE_BLOB => _query.Bytes(ordinal),
        _ => DBNull.Value,
    };

    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var ordinal = 0; ordinal < count; ordinal++) values[ordinal] = GetValue(ordinal);
        return count;
    }

    public override Type GetFieldType(int ordinal) => GetValue(ordinal).GetType();

    public override string GetName(int ordinal) => _query.Name(ordinal);

    public override int GetOrdinal(string name) => throw new NotSupportedException("Columns are asked for by their place.");

    public override string GetDataTypeName(int ordinal) => throw new NotSupportedException("A column has no type, a value has.");

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException("Bytes are read as a whole.");

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException("Texts are read as a whole.");

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing) Close();
        base.Dispose(disposing);
    }

    private int TypeOf(int ordinal)
    {
        if (!_isOnRow || _isFirst) throw new InvalidOperationException("There is no row to read from.");
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)FieldCount, nameof(ordinal));
        return _query.TypeOf(ordinal);
    }

    private SqliteQuery NotNull(int ordinal) => TypeOf(ordinal) == raw.SQLITE_NULL ? throw new InvalidCastException($"Column {ordinal} is NULL.") : _query;
}
