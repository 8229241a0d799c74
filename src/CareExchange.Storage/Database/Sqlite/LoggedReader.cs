using System.Buffers.Binary;
using System.Text;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Reads what <see cref="LoggedChanges"/> wrote down; rows stay where they are.</summary>
/// <remarks>Numbers are little-endian; a text or blob is its length (4) and its bytes. A change is one byte that says what follows: a statement with its values; or rows of a table, whose
/// name and columns stand before them, so that a log is read by a later version of the gateway too.</remarks>
/// <param name="record">A record without its header.</param>
internal ref struct LoggedReader(ArraySegment<byte> record)
{
    public const byte StatementMark = 1;
    public const byte RowsMark = 2;
    public const byte PackedRowsMark = 3;
    public const byte NullMark = 0;
    public const byte NumberMark = 1;
    public const byte DoubleMark = 2;
    public const byte TextMark = 3;
    public const byte BlobMark = 4;

    private readonly byte[] _bytes = record.Array!;
    private readonly int _end = record.Offset + record.Count;
    private int _place = record.Offset;

    /// <summary>True behind the last change.</summary>
    public readonly bool IsAtEnd => _place == _end;

    public byte Byte() => _bytes[_place++];

    /// <summary>A statement, behind <see cref="StatementMark"/>.</summary>
    public Statement Statement()
    {
        var sql = String();
        var values = new object[Integer()];
        for (var place = 0; place < values.Length; place++)
        {
            values[place] = Byte() switch
            {
                NullMark => DBNull.Value,
                NumberMark => Long(),
                DoubleMark => BitConverter.Int64BitsToDouble(Long()),
                TextMark => String(),
                BlobMark => Bytes().ToArray(),
                _ => throw Unknown(),
            };
        }

        return new(sql, values);
    }

    /// <summary>A table, behind the mark of its rows; <see cref="Rows"/> begin there too.</summary>
    public readonly TableShape Table()
    {
        var ahead = this;
        var name = ahead.String();
        var columns = new ColumnShape[ahead.Integer()];
        for (var place = 0; place < columns.Length; place++)
        {
            var column = ahead.String();
            columns[place] = new(column, ahead.String());
        }

        return new(name, columns);
    }

    /// <summary>The rows of a table, behind <see cref="RowsMark"/>.</summary>
    public void Rows(List<LoggedRow> rows)
    {
        var width = SkipTable();
        for (var left = Integer(); left > 0; left--)
        {
            var start = _place;
            for (var column = 0; column < width; column++) SkipValue();
            rows.Add(new(_bytes, start, _place - start));
        }
    }

    /// <summary>The rows of a table, behind <see cref="PackedRowsMark"/>.</summary>
    public void PackedRows(List<PackedRow> rows)
    {
        SkipTable();
        for (var left = Integer(); left > 0; left--)
        {
            var length = Integer();
            var start = _place;
            _place += length;
            rows.Add(new(_bytes, start, length, Long()));
        }
    }

    /// <summary>That a record has marks nobody knows.</summary>
    public static InvalidDataException Unknown() => new("The log of writes holds what this version does not know.");

    private int SkipTable()
    {
        Bytes();
        var width = Integer();
        for (var text = 0; text < 2 * width; text++) Bytes();
        return width;
    }

    private void SkipValue()
    {
        var mark = Byte();
        if (mark is NumberMark or DoubleMark) _place += sizeof(long);
        else if (mark is TextMark or BlobMark) Bytes();
        else if (mark != NullMark) throw Unknown();
    }

    private string String() => Encoding.UTF8.GetString(Bytes());

    private ReadOnlySpan<byte> Bytes()
    {
        var length = Integer();
        var bytes = _bytes.AsSpan(_place, length);
        _place += length;
        return bytes;
    }

    private int Integer()
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_place));
        _place += sizeof(int);
        return value;
    }

    private long Long()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(_place));
        _place += sizeof(long);
        return value;
    }
}
