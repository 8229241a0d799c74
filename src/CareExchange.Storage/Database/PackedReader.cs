using System.Buffers.Binary;

namespace CareExchange.Storage.Database;

/// <summary>Reads the values of packed rows one after the other.</summary>
internal ref struct PackedReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>How many bytes are left.</summary>
    public readonly int Length => _rest.Length;

    /// <summary>The text that was read last.</summary>
    public ReadOnlySpan<byte> Last { get; private set; }

    public byte Byte()
    {
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public int Integer()
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        _rest = _rest[sizeof(int)..];
        return value;
    }

    public long Long()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(_rest);
        _rest = _rest[sizeof(long)..];
        return value;
    }

    public double Double()
    {
        var value = BinaryPrimitives.ReadDoubleLittleEndian(_rest);
        _rest = _rest[sizeof(double)..];
        return value;
    }

    /// <summary>A text, UTF-8.</summary>
    public ReadOnlySpan<byte> Text()
    {
        int length = Byte();
        if (length >= 0x80)
        {
            length &= 0x7F;
            for (var shift = 7; ; shift += 7)
            {
                var more = Byte();
                length |= (more & 0x7F) << shift;
                if (more < 0x80) break;
            }
        }

        Last = _rest[..length];
        _rest = _rest[length..];
        return Last;
    }

    /// <summary>Passes over a value.</summary>
    public void Skip(ColumnKind kind)
    {
        if (kind == ColumnKind.Text) Text();
        else _rest = _rest[(kind == ColumnKind.Integer ? sizeof(int) : sizeof(long))..];
    }
}
