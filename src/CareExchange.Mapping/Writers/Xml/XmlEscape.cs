using System.Buffers;
using System.Globalization;
using System.Text;

namespace CareExchange.Mapping.Writers.Xml;

/// <summary>Characters of XML 1.0.</summary>
internal static class XmlEscape
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"\r\n\t");

    /// <summary>The first character that no XML document can hold; null where there is none.</summary>
    public static string? Missing(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out var rune)) return "an unpaired surrogate";
            if (rune.Value is (< 0x20 and not (0x9 or 0xA or 0xD)) or 0xFFFE or 0xFFFF) return $"U+{rune.Value.ToString("X4", CultureInfo.InvariantCulture)}";
            at += rune.Utf16SequenceLength;
        }

        return null;
    }

    /// <summary>Text between tags.</summary>
    /// <param name="text">Without <see cref="Missing"/> characters.</param>
    /// <param name="charset">What it lacks is written as a number.</param>
    public static string Text(string text, WriterCharset? charset = null) => Write(text, isAttribute: false, charset);

    /// <summary>The value of an attribute, without the quotes.</summary>
    public static string Attribute(string text, WriterCharset? charset = null) => Write(text, isAttribute: true, charset);

    private static string Write(string text, bool isAttribute, WriterCharset? charset)
    {
        var isPlain = charset is null or { Name: "utf-8" };
        if (isPlain && !text.AsSpan().ContainsAny(Special)) return text;
        var written = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => written.Append("&amp;"),
                '<' => written.Append("&lt;"),
                '>' => written.Append("&gt;"),
                '"' when isAttribute => written.Append("&quot;"),
                '\r' => written.Append("&#13;"),
                '\n' or '\t' when isAttribute => written.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};"),
                _ when isPlain || charset!.Has(rune) => written.Append(rune),
                _ => written.Append(CultureInfo.InvariantCulture, $"&#x{rune.Value:X};"),
            };
        }

        return written.ToString();
    }
}
