using System.Globalization;
using System.Text;

namespace CareExchange.Mapping.Sources.Hl7v2;

/// <summary>Escape sequences (v2.5.1 2.7), both ways.</summary>
internal static class Hl7v2Escapes
{
    /// <summary>The text as meant. A sequence that is not understood, or not closed, stays as it is written.</summary>
    /// <param name="text">As sent.</param>
    /// <param name="delimiters">Of the message.</param>
    /// <param name="encoding">In which <c>\Xdd..\</c> gives bytes.</param>
    public static string Decode(ReadOnlySpan<char> text, Hl7v2Delimiters delimiters, Encoding encoding)
    {
        var escape = delimiters.Escape;
        if (escape == '\0' || text.IndexOf(escape) < 0) return text.ToString();
        var plain = new StringBuilder(text.Length);
        while (text.IndexOf(escape) is >= 0 and var start)
        {
            plain.Append(text[..start]);
            var rest = text[(start + 1)..];
            var end = rest.IndexOf(escape);
            if (end >= 0 && Meaning(rest[..end], delimiters, encoding) is { } meaning)
            {
                plain.Append(meaning);
                text = rest[(end + 1)..];
                continue;
            }

            plain.Append(escape);
            text = rest;
        }

        return plain.Append(text).ToString();
    }

    /// <summary>The text as it may be sent.</summary>
    public static string Encode(string text, Hl7v2Delimiters delimiters)
    {
        var escape = delimiters.Escape;
        var written = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            var code = letter == delimiters.Field ? "F"
                : letter == delimiters.Component ? "S"
                : letter == delimiters.Subcomponent ? "T"
                : letter == delimiters.Repetition ? "R"
                : letter == escape ? "E"
                : letter == '\n' ? ".br"
                : letter == '\r' ? (i + 1 < text.Length && text[i + 1] == '\n' ? "" : ".br")
                : char.IsControl(letter) && letter < 0x80 ? $"X{(int)letter:X2}"
                : null;
            if (code is null) written.Append(letter);
            else if (code.Length > 0) written.Append(escape).Append(code).Append(escape);
        }

        return written.ToString();
    }

    private static string? Meaning(ReadOnlySpan<char> code, Hl7v2Delimiters delimiters, Encoding encoding) => code switch
    {
        "F" => delimiters.Field.ToString(),
        "S" => delimiters.Component.ToString(),
        "T" => delimiters.Subcomponent.ToString(),
        "R" => delimiters.Repetition.ToString(),
        "E" => delimiters.Escape.ToString(),
        "P" => "#",

        // Highlighting and filling change how the text looks, not what it says.
        "H" or "N" or ".fi" or ".nf" => "",
        ".br" or ".ce" => "\n",
        ['.', 's', 'p', .. var count] => Lines(count),
        ['.', 'i' or 't', 'n' or 'i', ..] => "",
        ['.', 's', 'k', .. var count] => int.TryParse(count, NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var blanks) && blanks is > 0 and <= 200 ? new(' ', blanks) : null,
        ['X', .. var digits] => Bytes(digits, encoding),
        _ => null,
    };

    private static string? Lines(ReadOnlySpan<char> count)
    {
        if (count.IsEmpty) return "\n";
        var digits = count.TrimStart(' ').TrimStart('+');
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var lines) && lines is > 0 and <= 100 ? new('\n', lines) : null;
    }

    private static string? Bytes(ReadOnlySpan<char> digits, Encoding encoding)
    {
        if (digits.Length is 0 or > 20_000 || digits.Length % 2 != 0) return null;
        var bytes = new byte[digits.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!byte.TryParse(digits.Slice(i * 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i])) return null;
        }

        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
