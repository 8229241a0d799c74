using System.Globalization;
using System.Text;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Writers;

/// <summary>A character set that a partner reads: which characters it has, and their bytes. Nothing is ever replaced by a question mark.</summary>
internal sealed class WriterCharset
{
    private static readonly Dictionary<string, WriterCharset> Known = new(StringComparer.Ordinal)
    {
        ["utf-8"] = new("utf-8", "UTF-8", new UTF8Encoding(false, true), []),
        ["utf-8-bom"] = new("utf-8-bom", "UTF-8", new UTF8Encoding(false, true), [0xEF, 0xBB, 0xBF]),
        ["utf-16"] = new("utf-16", "UTF-16", new UnicodeEncoding(false, false, true), [0xFF, 0xFE]),
        ["cp949"] = new("cp949", "EUC-KR", TextDecoding.Cp949, []),
        ["ascii"] = new("ascii", "US-ASCII", Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback), []),
    };

    private readonly Encoding _encoding;
    private readonly byte[] _mark;

    private WriterCharset(string name, string xmlName, Encoding encoding, byte[] mark) => (Name, XmlName, _encoding, _mark) = (name, xmlName, encoding, mark);

    /// <summary>UTF-8 without byte order mark.</summary>
    public static WriterCharset Utf8 => Known["utf-8"];

    /// <summary>The names that a manifest may use.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    public string Name { get; }

    /// <summary>What an XML declaration calls it.</summary>
    public string XmlName { get; }

    /// <summary>The character set of a name; null where there is none.</summary>
    public static WriterCharset? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>The first character that it lacks, <c>U+1F600</c>; null where it has them all.</summary>
    public string? Missing(string text)
    {
        if (Ascii.IsValid(text)) return null;
        foreach (var rune in Runes(text))
        {
            if (rune is null || !Has(rune.Value)) return rune is null ? "an unpaired surrogate" : $"U+{rune.Value.Value.ToString("X4", CultureInfo.InvariantCulture)}";
        }

        return null;
    }

    /// <summary>True where it has this character.</summary>
    public bool Has(Rune rune)
    {
        if (rune.IsAscii) return true;
        if (Name == "ascii") return false;
        if (Name != "cp949") return true;

        // The platform's encoder gives private-use characters and C1 controls bytes that are no characters of CP949.
        if (rune.Value is < 0xA0 or > 0xFFFF or (>= 0xE000 and <= 0xF8FF)) return false;
        try
        {
            return _encoding.GetByteCount([(char)rune.Value]) == 2;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>The bytes with the mark before them that the set asks for.</summary>
    /// <param name="text">Text without <see cref="Missing"/> characters.</param>
    public byte[] Encode(string text) => [.. _mark, .. _encoding.GetBytes(text)];

    private static IEnumerable<Rune?> Runes(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var isRune = Rune.TryGetRuneAt(text, at, out var rune);
            yield return isRune ? rune : null;
            at += isRune ? rune.Utf16SequenceLength : 1;
        }
    }
}
