using System.Buffers;

namespace CareExchange.Validation.Rules;

/// <summary>Texts, codes and identifiers as R4 writes them. All of them are never empty.</summary>
internal static class TextScan
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(control => control is not ('\t' or '\n' or '\r')).Select(control => (byte)control)]);

    private static readonly SearchValues<byte> Spaces = SearchValues.Create(" \t\r\n\f\v"u8);

    private static readonly SearchValues<byte> IdLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-."u8);

    private static readonly SearchValues<byte> Base64Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    // Control characters beside tab and line ends are discouraged by R4 and cannot be kept by every database, so they are refused here.
    public static bool IsText(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAny(Controls);

    public static bool IsDiv(ReadOnlySpan<byte> text)
    {
        var inner = text.Trim(" \t\r\n"u8);
        return inner.StartsWith("<div"u8) && (inner.EndsWith("</div>"u8) || inner.EndsWith("/>"u8));
    }

    public static bool IsCode(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || Spaces.Contains(text[0]) || Spaces.Contains(text[^1])) return false;
        while (text.IndexOfAny(Spaces) is >= 0 and var space)
        {
            text = text[(space + 1)..];
            if (Spaces.Contains(text[0])) return false;
        }

        return true;
    }

    public static bool IsId(ReadOnlySpan<byte> text) => text.Length is > 0 and <= 64 && !text.ContainsAnyExcept(IdLetters);

    // A URI that says it is an OID or a UUID has to be one; only the type uuid asks for lower case.
    public static bool IsUri(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.ContainsAny(Spaces)) return false;
        if (text.StartsWith("urn:uuid:"u8)) return IsUuid(text, isUpperAllowed: true);
        return !text.StartsWith("urn:oid:"u8) || IsOid(text);
    }

    public static bool IsOid(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("urn:oid:"u8)) return false;
        text = text[8..];
        if (text is not [>= (byte)'0' and <= (byte)'2', (byte)'.', ..]) return false;
        text = text[1..];
        while (text is [(byte)'.', .. var number])
        {
            var digits = number.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits < 0) digits = number.Length;
            if (digits == 0 || (number[0] == (byte)'0' && digits > 1)) return false;
            text = number[digits..];
        }

        return text.IsEmpty;
    }

    public static bool IsUuid(ReadOnlySpan<byte> text) => IsUuid(text, isUpperAllowed: false);

    // White space may break the text into lines; padding stands only at the end.
    public static bool IsBase64(ReadOnlySpan<byte> text)
    {
        var letters = 0;
        var padding = 0;
        foreach (var letter in text)
        {
            if (letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
            if (letter == (byte)'=') padding++;
            else if (padding > 0 || !Base64Letters.Contains(letter)) return false;
            letters++;
        }

        return letters > 0 && letters % 4 == 0 && padding <= 2;
    }

    private static bool IsUuid(ReadOnlySpan<byte> text, bool isUpperAllowed)
    {
        if (text.Length != 45 || !text.StartsWith("urn:uuid:"u8)) return false;
        for (var at = 9; at < text.Length; at++)
        {
            var letter = text[at];
            var isDash = at is 17 or 22 or 27 or 32;
            var isRight = isDash ? letter == (byte)'-' : letter is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f') || (isUpperAllowed && letter is >= (byte)'A' and <= (byte)'F');
            if (!isRight) return false;
        }

        return true;
    }
}
