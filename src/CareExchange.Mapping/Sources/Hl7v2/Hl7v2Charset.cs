using System.Text;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>MSH-18 (table 0211) → characters. Wrong bytes are never replaced by question marks.</summary>
internal static class Hl7v2Charset
{
    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>The text of a message with the encoding it was in, or an issue <c>hl7-charset</c> or <c>hl7-encoding</c>.</summary>
    /// <param name="bytes">From <c>MSH</c> on.</param>
    /// <param name="declared">First repetition of MSH-18; null or empty where it says nothing.</param>
    public static Outcome<(string Text, Encoding Encoding)> Decode(ReadOnlySpan<byte> bytes, string? declared)
    {
        var name = (declared ?? "").Trim();
        if (name.Length == 0 || name.Equals("ASCII", StringComparison.OrdinalIgnoreCase)) return Undeclared(bytes, name);
        if (Find(name) is not { } encoding)
        {
            return Issue.Error("not-supported", "hl7-charset", "The character set that MSH-18 names is not known.", "MSH-18의 문자 집합을 알 수 없습니다.") with
            {
                Line = 1, Column = ColumnOfCharset(bytes), Expression = "MSH-18", Expected = "UNICODE UTF-8, KS X 1001, ASCII or 8859/1", Found = name,
            };
        }

        return Read(bytes, encoding) is { } text ? (text, encoding) : Wrong(bytes, encoding, name);
    }

    /// <summary>The encoding of a name; null where it is none of ours.</summary>
    public static Encoding? Find(string name)
    {
        var plain = name.ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return plain switch
        {
            "UNICODEUTF8" or "UTF8" or "UNICODE" => Utf8,
            "UNICODEUTF16" or "UTF16" => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            "KSX1001" or "KSC5601" or "KSC56011987" or "EUCKR" or "ISOIR149" or "CP949" or "MS949" or "UHC" => TextDecoding.Cp949,
            "" or "ASCII" => Encoding.ASCII,
            "8859/1" or "ISO88591" or "LATIN1" => Encoding.Latin1,
            ['8', '8', '5', '9', '/', .. var part] when part is "2" or "3" or "4" or "5" or "6" or "7" or "8" or "9" or "15" =>
                CodePagesEncodingProvider.Instance.GetEncoding($"iso-8859-{part}", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
            _ => null,
        };
    }

    // Hospitals leave MSH-18 empty and send what their system has: what is no ASCII is tried, and the guess is said.
    private static Outcome<(string, Encoding)> Undeclared(ReadOnlySpan<byte> bytes, string name)
    {
        if (Ascii.IsValid(bytes)) return (Encoding.ASCII.GetString(bytes), Utf8);
        var encoding = System.Text.Unicode.Utf8.IsValid(bytes) ? (Encoding)Utf8 : TextDecoding.Cp949;
        if (Read(bytes, encoding) is not { } text) return Wrong(bytes, encoding, name.Length == 0 ? "ASCII" : name);
        return Outcome.Success((text, encoding), [
            Issue.Warning("value", "hl7-charset", "MSH-18 does not declare the character set that the message is in.", "메시지의 문자 집합이 MSH-18에 선언되어 있지 않습니다.") with
            {
                Line = 1, Column = ColumnOfCharset(bytes), Expression = "MSH-18", Expected = ReferenceEquals(encoding, Utf8) ? "UNICODE UTF-8" : "KS X 1001", Found = name,
            },
        ]);
    }

    // MSH-1 is the separator itself: the field stands after the seventeenth of them, or would.
    private static int ColumnOfCharset(ReadOnlySpan<byte> bytes)
    {
        const int SeparatorsBefore = 17;
        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        var header = end < 0 ? bytes : bytes[..end];
        var column = 0;
        for (var found = 0; header.Length > 3 && found < SeparatorsBefore && header[column..].IndexOf(header[3]) is var next and >= 0; found++) column += next + 1;
        return column + 1;
    }

    private static string? Read(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        // No character of CP949 has these bytes, yet the platform's decoder makes private-use ones of them.
        if (ReferenceEquals(encoding, TextDecoding.Cp949) && bytes.IndexOfAny((byte)0x80, (byte)0xFF) >= 0) return null;
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Issue Wrong(ReadOnlySpan<byte> bytes, Encoding encoding, string name)
    {
        // The first line that cannot be read alone: no delimiter of ours is part of another character.
        var line = 1;
        foreach (var range in bytes.SplitAny((byte)'\r', (byte)'\n'))
        {
            if (Read(bytes[range], encoding) is null) break;
            if (!bytes[range].IsEmpty) line++;
        }

        return Issue.Error("structure", "hl7-encoding", "The text is not in the declared character set.", "선언된 문자 집합이 아닙니다.") with
        {
            Line = line, Column = 1, Expression = "MSH-18", Expected = name,
        };
    }
}
