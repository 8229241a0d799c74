using System.Buffers;
using System.Text;
using System.Text.Unicode;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Xml;

/// <summary>The characters of an XML text, and where its lines begin.</summary>
/// <remarks>FHIR's XML is UTF-8 (R4 http.html#mime-type). UTF-16 with its mark is understood too, because XML asks every reader for it.</remarks>
internal sealed class XmlSourceText
{
    private int[]? _lines;

    private XmlSourceText(string text) => Text = text;

    /// <summary>The characters, without a byte order mark.</summary>
    public string Text { get; }

    /// <summary>Decodes the bytes, or says where they are no UTF-8.</summary>
    public static Outcome<XmlSourceText> Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return new XmlSourceText(Encoding.Unicode.GetString(bytes[2..]));
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return new XmlSourceText(Encoding.BigEndianUnicode.GetString(bytes[2..]));
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (Utf8.IsValid(bytes)) return new XmlSourceText(Encoding.UTF8.GetString(bytes));
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done) at += length;
        return XmlIssues.BadUtf8(TextPosition.At(bytes, at), at < bytes.Length ? bytes[at] : (byte)0);
    }

    /// <summary>The offset of a 1-based line and column as the platform's reader counts them: CR, LF and CR LF end a line.</summary>
    public int Offset(int line, int column)
    {
        _lines ??= Lines(Text);
        return line < 1 || line > _lines.Length ? Text.Length : Math.Clamp(_lines[line - 1] + column - 1, 0, Text.Length);
    }

    private static int[] Lines(string text)
    {
        var lines = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) lines.Add(i + 1);
        }

        return [.. lines];
    }
}
