using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Gathers what a turn changes, statement by statement with its values, as a record of <see cref="WriteLog"/>: done again on the same state it gives the same (<see cref="LoggedReplay"/>).</summary>
internal sealed class LoggedChanges
{
    // More than this is not kept for the next turn.
    private const int KeptLength = 4 * 1024 * 1024;

    private readonly List<TableShape> _tables = [];
    private byte[] _bytes = new byte[64 * 1024];
    private int _length = WriteLog.HeaderLength;

    /// <summary>True where nothing was changed.</summary>
    public bool IsEmpty => IsWhole && _length == WriteLog.HeaderLength;

    /// <summary>False where something was done that cannot be written down.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Room for a header, and what was changed.</summary>
    public Span<byte> Record => _bytes.AsSpan(0, _length);

    /// <summary>The tables that rows were added to, in the order of the record.</summary>
    public IReadOnlyList<TableShape> Tables => _tables;

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _tables.Clear();
        if (_bytes.Length > KeptLength) _bytes = new byte[64 * 1024];
        (_length, IsWhole) = (WriteLog.HeaderLength, true);
    }

    /// <summary>Notes that something was done that cannot be written down.</summary>
    public void Lose() => IsWhole = false;

    public void Add(Statement statement)
    {
        Byte(LoggedReader.StatementMark);
        Text(statement.Sql);
        Integer(statement.Values.Length);
        foreach (var value in statement.Values) Value(value);
    }

    public void Add(TableShape table, IReadOnlyList<object[]> rows)
    {
        if (rows.Count == 0) return;
        Byte(LoggedReader.RowsMark);
        Table(table);
        Integer(rows.Count);
        foreach (var row in rows)
        {
            foreach (var value in row) Value(value);
        }
    }

    public void Add(TableShape table, List<PackedRow> rows)
    {
        if (rows.Count == 0) return;
        Byte(LoggedReader.PackedRowsMark);
        Table(table);
        Integer(rows.Count);
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(rows))
        {
            Bytes(row.Bytes);
            Long(row.Number);
        }
    }

    private void Table(TableShape table)
    {
        _tables.Add(table);
        Text(table.Name);
        Integer(table.Columns.Count);
        foreach (var column in table.Columns)
        {
            Text(column.Name);
            Text(column.PostgresType);
        }
    }

    private void Value(object? value)
    {
        switch (value)
        {
            case null or DBNull:
                Byte(LoggedReader.NullMark);
                break;
            case long number:
                Byte(LoggedReader.NumberMark);
                Long(number);
                break;
            case int number:
                Byte(LoggedReader.NumberMark);
                Long(number);
                break;
            case double number:
                Byte(LoggedReader.DoubleMark);
                Long(BitConverter.DoubleToInt64Bits(number));
                break;
            case string text:
                Byte(LoggedReader.TextMark);
                Text(text);
                break;
            case byte[] bytes:
                Byte(LoggedReader.BlobMark);
                Bytes(bytes);
                break;
            case ArraySegment<byte> bytes:
                Byte(LoggedReader.BlobMark);
                Bytes(bytes);
                break;
            default:
                Lose();
                break;
        }
    }

    private void Text(string text)
    {
        var span = Room(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, span[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(span, length);
        _length += sizeof(int) + length;
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Integer(bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private void Byte(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    private void Integer(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Room(sizeof(int)), value);
        _length += sizeof(int);
    }

    private void Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);
        _length += sizeof(long);
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length) Array.Resize(ref _bytes, Math.Max(_length + length, _bytes.Length * 2));
        return _bytes.AsSpan(_length);
    }
}
