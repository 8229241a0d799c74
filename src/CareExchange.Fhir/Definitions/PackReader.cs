using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CareExchange.Fhir.Definitions;

/// <summary>Reads one section of a pack; strings are decoded when first asked for.</summary>
/// <remarks>Cursors are cheap copies over the shared section, so types can be read side by side.</remarks>
internal sealed class PackReader
{
    private readonly byte[] _plain;
    private readonly (int Start, int Length)[] _spans;
    private readonly string?[] _strings;
    private int _at;

    private PackReader(byte[] plain)
    {
        _plain = plain;
        _spans = new (int, int)[Number()];
        for (var i = 0; i < _spans.Length; i++)
        {
            var length = Number();
            _spans[i] = (_at, length);
            _at += length;
        }

        _strings = new string?[_spans.Length];
        BodyStart = _at;
    }

    private PackReader(PackReader shared, int at)
    {
        (_plain, _spans, _strings, BodyStart) = (shared._plain, shared._spans, shared._strings, shared.BodyStart);
        _at = at;
    }

    public int BodyStart { get; }

    /// <summary>Opens a section as <see cref="PackWriter.ToSection"/> wrote it.</summary>
    public static PackReader Open(ReadOnlySpan<byte> section)
    {
        var plain = new byte[BinaryPrimitives.ReadInt32LittleEndian(section)];
        if (!BrotliDecoder.TryDecompress(section[4..], plain, out var written) || written != plain.Length)
        {
            throw new InvalidDataException("The definition pack is damaged.");
        }

        return new(plain);
    }

    /// <summary>A cursor of its own at an offset of the body.</summary>
    public PackReader At(int offset) => new(this, BodyStart + offset);

    public int Number()
    {
        uint zigzag = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = _plain[_at++];
            zigzag |= (uint)(next & 0x7F) << shift;
            if (next < 0x80) return (int)(zigzag >> 1) ^ -(int)(zigzag & 1);
        }
    }

    public bool Flag() => Number() != 0;

    public string? OptionalText()
    {
        var index = Number();
        if (index < 0) return null;
        if (_strings[index] is { } known) return known;
        var (start, length) = _spans[index];
        return _strings[index] = Encoding.UTF8.GetString(_plain, start, length);
    }

    public string Text() => OptionalText() ?? "";

    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Number();
        var bytes = _plain.AsMemory(_at, length);
        _at += length;
        return bytes;
    }

    public T[] List<T>(Func<T> read)
    {
        var items = new T[Number()];
        for (var i = 0; i < items.Length; i++) items[i] = read();
        return items;
    }

    public string[] Texts() => List(Text);
}
