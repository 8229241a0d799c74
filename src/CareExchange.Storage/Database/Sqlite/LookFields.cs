using System.Buffers.Binary;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Reads the fields of a look as they are hashed into the chain, in their order: a text is its length (8 bytes, -1 for null) and its UTF-8, numbers are big-endian.</summary>
internal ref struct LookFields(ReadOnlySpan<byte> record)
{
    private ReadOnlySpan<byte> _rest = record;

    /// <summary>The next number.</summary>
    public long Number()
    {
        var number = BinaryPrimitives.ReadInt64BigEndian(_rest);
        _rest = _rest[sizeof(long)..];
        return number;
    }

    /// <summary>The number of the record in its chain; for one of which nothing was read.</summary>
    public long Sequence()
    {
        Text(out _);
        return Number();
    }

    /// <summary>The next text; false where it is null.</summary>
    public bool Text(out ReadOnlySpan<byte> text)
    {
        var length = Number();
        text = length < 0 ? default : _rest[..checked((int)length)];
        _rest = _rest[text.Length..];
        return length >= 0;
    }
}
