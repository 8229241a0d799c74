using System.Text;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources.Xml;

/// <summary>Bytes → characters by byte order mark, else by the XML declaration, else UTF-8 (XML 1.0 appendix F). Wrong bytes are never replaced.</summary>
internal static class XmlDecoding
{
    private static readonly UTF8Encoding Utf8 = new(false, true);

    /// <summary>The text, or an issue <c>xml-encoding</c> with line and column.</summary>
    public static Outcome<string> Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return Read(bytes[2..], new UnicodeEncoding(false, false, true), "UTF-16");
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return Read(bytes[2..], new UnicodeEncoding(true, false, true), "UTF-16");
        if (bytes.StartsWith("\uFEFF"u8)) return Read(bytes[3..], Utf8, "UTF-8");
        var name = Declared(bytes);
        return Find(name) is { } encoding ? Read(bytes, encoding, name)
            : Problem("The encoding that the document declares is not known.", "문서에 선언된 문자 인코딩을 알 수 없습니다.") with { Line = 1, Column = 1, Expected = "UTF-8, UTF-16, EUC-KR or ISO-8859-1", Found = name };
    }

    private static Encoding? Find(string name) => name.ToUpperInvariant() switch
    {
        "" or "UTF-8" or "UTF8" or "US-ASCII" or "ASCII" => Utf8,
        "EUC-KR" or "KS_C_5601-1987" or "KSC5601" or "KS_C_5601" or "KSX1001" or "CP949" or "MS949" or "X-WINDOWS-949" or "UHC" or "WINDOWS-949" => TextDecoding.Cp949,
        "ISO-8859-1" or "LATIN1" => Encoding.Latin1,
        "WINDOWS-1252" or "CP1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252),
        _ => null,
    };

    // The declaration is ASCII in every encoding that has no mark.
    private static string Declared(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("<?xml"u8)) return "";
        var end = bytes.IndexOf("?>"u8);
        var declaration = Encoding.Latin1.GetString(bytes[..Math.Clamp(end, 0, 200)]);
        var at = declaration.IndexOf("encoding", StringComparison.Ordinal);
        if (at < 0) return "";
        var rest = declaration[(at + 8)..].TrimStart().TrimStart('=').TrimStart();
        return rest.Length > 1 && rest[0] is '"' or '\'' && rest.IndexOf(rest[0], 1) is > 0 and var close ? rest[1..close].Trim() : "";
    }

    private static Outcome<string> Read(ReadOnlySpan<byte> bytes, Encoding encoding, string name)
    {
        var at = ReferenceEquals(encoding, TextDecoding.Cp949) ? bytes.IndexOfAny((byte)0x80, (byte)0xFF) : -1;
        try
        {
            if (at < 0) return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException broken)
        {
            at = Math.Clamp(broken.Index, 0, bytes.Length);
        }

        var position = TextPosition.At(bytes, at);
        return Problem("The text is not in the declared character encoding.", "선언된 문자 인코딩이 아닙니다.") with
        {
            Line = position.Line, Column = position.Column, Expected = name.Length > 0 ? name : "UTF-8", Found = at < bytes.Length ? $"byte 0x{bytes[at]:X2}" : null,
        };
    }

    private static Issue Problem(string english, string korean) => Issue.Error("structure", "xml-encoding", english, korean);
}
