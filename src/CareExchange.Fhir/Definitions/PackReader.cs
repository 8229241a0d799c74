using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;

namespace CareExchange.Fhir.Definitions;

/// <summary>Reads one section of a pack; strings and constraints are decoded when first asked for.</summary>
/// <remarks>Cursors are cheap copies over the shared section, so types can be read side by side on any thread.</remarks>
internal sealed class PackReader
{
    private readonly Section _section;
    private int _at;

    private PackReader(Section section, int at) => (_section, _at) = (section, at);

    /// <summary>Opens a section as <see cref="PackWriter.ToSection"/> wrote it.</summary>
    /// <param name="section">Length and compressed bytes.</param>
    /// <param name="constraintsAt">Where its body has the table of constraints; 0 where it has none.</param>
    public static PackReader Open(ReadOnlySpan<byte> section, int constraintsAt = 0)
    {
        var plain = new byte[BinaryPrimitives.ReadInt32LittleEndian(section)];
        if (!BrotliDecoder.TryDecompress(section[4..], plain, out var written) || written != plain.Length)
        {
            throw new InvalidDataException("The definition pack is damaged.");
        }

        var strings = new PackReader(new(plain, [], 0, 0), 0);
        var spans = new (int, int)[strings.Number()];
        for (var i = 0; i < spans.Length; i++)
        {
            var length = strings.Number();
            spans[i] = (strings._at, length);
            strings._at += length;
        }

        return new(new(plain, spans, strings._at, constraintsAt), 0);
    }

    /// <summary>A cursor of its own at an offset of the body.</summary>
    public PackReader At(int offset) => new(_section, _section.BodyStart + offset);

    public int Number()
    {
        uint zigzag = 0;
        var plain = _section.Plain;
        for (var shift = 0; ; shift += 7)
        {
            var next = plain[_at++];
            zigzag |= (uint)(next & 0x7F) << shift;
            if (next < 0x80) return (int)(zigzag >> 1) ^ -(int)(zigzag & 1);
        }
    }

    public bool Flag() => Number() != 0;

    public string? OptionalText()
    {
        var index = Number();
        if (index < 0) return null;
        if (_section.Strings[index] is { } known) return known;
        var (start, length) = _section.Spans[index];
        return _section.Strings[index] = Encoding.UTF8.GetString(_section.Plain, start, length);
    }

    public string Text() => OptionalText() ?? "";

    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Number();
        var bytes = _section.Plain.AsMemory(_at, length);
        _at += length;
        return bytes;
    }

    public T[] List<T>(Func<T> read)
    {
        var count = Number();
        if (count == 0) return [];
        var items = new T[count];
        for (var i = 0; i < items.Length; i++) items[i] = read();
        return items;
    }

    public string[] Texts() => List(Text);

    public ElementConstraint Constraint() => _section.Constraints[Number()];

    /// <summary>The list of one type without profiles, one for all elements that have it.</summary>
    public ElementType[] PlainType(string code) => _section.PlainTypes.GetOrAdd(code, static code => [new(code, [], [])]);

    private sealed class Section(byte[] plain, (int Start, int Length)[] spans, int bodyStart, int constraintsAt)
    {
        private ElementConstraint[]? _constraints;

        public byte[] Plain => plain;

        public (int Start, int Length)[] Spans => spans;

        public string?[] Strings { get; } = new string?[spans.Length];

        public int BodyStart => bodyStart;

        public ConcurrentDictionary<string, ElementType[]> PlainTypes { get; } = new(StringComparer.Ordinal);

        public ElementConstraint[] Constraints => _constraints ??= ReadConstraints(new(this, bodyStart + constraintsAt));

        private static ElementConstraint[] ReadConstraints(PackReader from) => from.List(() =>
        {
            var (key, flags) = (from.Text(), from.Number());
            return new ElementConstraint(key, (flags & 1) != 0, from.OptionalText(), from.OptionalText())
            {
                Human = from.OptionalText(),
                IsBestPractice = (flags & 2) != 0,
            };
        });
    }
}
