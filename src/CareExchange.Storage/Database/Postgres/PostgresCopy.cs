using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>Rows as binary COPY takes them (PostgreSQL 15, COPY, "Binary Format"): a count of values, then each with its length, numbers big-endian.</summary>
/// <remarks>Written here and not value by value through the driver: an index has fifty values for each resource, and its texts are UTF-8 already.</remarks>
internal sealed class PostgresCopy : IDisposable
{
    private const int Full = 64 * 1024;
    private const int HeaderLength = 19;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(2 * Full);
    private int _length;

    /// <summary>What is written and not sent yet.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>True where so much is written that it should be sent.</summary>
    public bool IsFull => _length >= Full;

    /// <summary>Forgets what was sent.</summary>
    public void Clear() => _length = 0;

    /// <summary>Begins: the signature, no flags, no extension.</summary>
    public void Header()
    {
        var room = Room(HeaderLength);
        room[..HeaderLength].Clear();
        "PGCOPY\n"u8.CopyTo(room);
        room[7] = 0xff;
        "\r\n"u8.CopyTo(room[8..]);
        _length += HeaderLength;
    }

    /// <summary>Ends.</summary>
    public void Trailer() => Short(-1);

    /// <summary>Writes a row of objects.</summary>
    public void Row(object[] row)
    {
        Short((short)row.Length);
        foreach (var value in row)
        {
            switch (value)
            {
                case DBNull:
                    Integer(-1);
                    break;
                case string text:
                    Text(text);
                    break;
                case long number:
                    Integer(sizeof(long));
                    Long(number);
                    break;
                case int number:
                    Integer(sizeof(int));
                    Integer(number);
                    break;
                case double number:
                    Integer(sizeof(double));
                    Long(BitConverter.DoubleToInt64Bits(number));
                    break;
                case ArraySegment<byte> bytes:
                    Bytes(bytes);
                    break;
                default:
                    Bytes((byte[])value);
                    break;
            }
        }
    }

    /// <summary>Writes a packed row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="kinds">The kinds of its values before the row number.</param>
    public void Row(PackedRow row, ReadOnlySpan<ColumnKind> kinds)
    {
        Short((short)(kinds.Length + 1));
        var reader = new PackedReader(row.Bytes);
        foreach (var kind in kinds)
        {
            switch (kind)
            {
                case ColumnKind.Text:
                    Bytes(reader.Text());
                    break;
                case ColumnKind.Integer:
                    Integer(sizeof(int));
                    Integer(reader.Integer());
                    break;
                case ColumnKind.Long:
                    Integer(sizeof(long));
                    Long(reader.Long());
                    break;
                default:
                    Integer(sizeof(double));
                    Long(BitConverter.DoubleToInt64Bits(reader.Double()));
                    break;
            }
        }

        Integer(sizeof(long));
        Long(row.Number);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Short(short number)
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(sizeof(short)), number);
        _length += sizeof(short);
    }

    private void Integer(int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), number);
        _length += sizeof(int);
    }

    private void Long(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(Room(sizeof(long)), number);
        _length += sizeof(long);
    }

    private void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Integer(length);
        _length += Encoding.UTF8.GetBytes(text, Room(length));
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Integer(bytes.Length);
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + length));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(_length);
    }
}
