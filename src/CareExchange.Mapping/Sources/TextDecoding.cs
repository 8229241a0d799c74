using System.Text;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources;

/// <summary>Bytes → text in the encodings that Korean partners use. Wrong bytes are never replaced by question marks.</summary>
internal static class TextDecoding
{
    private static readonly UTF8Encoding Utf8 = new(false, true);

    // Windows code page 949, not 51949: EUC-KR lacks 8,822 of the 11,172 Hangul syllables.
    internal static Encoding Cp949 { get; } =
        CodePagesEncodingProvider.Instance.GetEncoding(949, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>The text without byte order mark, or an issue <c>csv-encoding</c>.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="encoding"><c>auto</c> (byte order mark, UTF-16 by its zero bytes, then strict UTF-8, then CP949), <c>utf-8</c>, <c>utf-16</c> or <c>cp949</c>.</param>
    public static Outcome<string> Decode(ReadOnlySpan<byte> bytes, string encoding)
    {
        var hasMark = bytes.StartsWith("\uFEFF"u8);
        if (hasMark) bytes = bytes["\uFEFF"u8.Length..];
        if (!hasMark && Utf16Of(bytes, encoding) is { } wide) return encoding is "auto" or "utf-16" ? Wide(bytes, wide) : Wrong(bytes, 0, encoding, "utf-16");
        var isUtf8 = System.Text.Unicode.Utf8.IsValid(bytes);

        // Text that is valid UTF-8 with characters outside ASCII is UTF-8: as CP949 it would be other, wrong characters.
        if (encoding == "cp949" && isUtf8 && (hasMark || bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) >= 0))
        {
            return Wrong(bytes, Math.Max(0, bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF)), encoding, "utf-8");
        }

        if (encoding == "utf-16") return Wrong(bytes, 0, encoding, isUtf8 ? "utf-8" : null);
        if (isUtf8) return Utf8.GetString(bytes);
        if (encoding == "utf-8" || hasMark) return Wrong(bytes, FirstBad(bytes), "utf-8", null);

        // No character of CP949 has these bytes, yet the platform's decoder makes private-use ones of them.
        if (bytes.IndexOfAny((byte)0x80, (byte)0xFF) is >= 0 and var bad) return Wrong(bytes, bad, encoding == "auto" ? "utf-8 or cp949" : encoding, null);
        try
        {
            return Cp949.GetString(bytes);
        }
        catch (DecoderFallbackException broken)
        {
            return Wrong(bytes, Math.Max(0, broken.Index), encoding == "auto" ? "utf-8 or cp949" : encoding, null);
        }
    }

    // Programs that save "Unicode text" write a mark; others are known by the zero bytes of separators and line ends.
    private static UnicodeEncoding? Utf16Of(ReadOnlySpan<byte> bytes, string encoding)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return new(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return new(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);
        if (encoding is not ("auto" or "utf-16") || bytes.Length % 2 > 0) return null;
        var (even, odd) = (0, 0);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != 0) continue;
            if (i % 2 == 0) even++;
            else odd++;
        }

        if (even == odd) return null;
        return new(bigEndian: even > odd, byteOrderMark: false, throwOnInvalidBytes: true);
    }

    private static Outcome<string> Wide(ReadOnlySpan<byte> bytes, UnicodeEncoding encoding)
    {
        try
        {
            return encoding.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException broken)
        {
            return Wrong(bytes, Math.Max(0, broken.Index), "utf-16", null);
        }
    }

    private static int FirstBad(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done) at += length;
        return at;
    }

    private static Issue Wrong(ReadOnlySpan<byte> bytes, int at, string expected, string? found)
    {
        var (line, column) = TextPosition.At(bytes, at);
        return Issue.Error("structure", "csv-encoding", "The text is not in the declared character encoding.", "선언된 문자 인코딩이 아닙니다.") with
        {
            Line = line, Column = column, Expected = expected, Found = found ?? (at < bytes.Length ? $"byte 0x{bytes[at]:X2}" : null),
        };
    }
}
