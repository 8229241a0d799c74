namespace CareExchange.Fhir.Elements;

/// <summary>The JSON grammar of numbers (RFC 8259 §6), which is FHIR's decimal too.</summary>
internal static class JsonNumber
{
    /// <summary>True where the text is a number, digits and exponent included; of an integer only digits behind an optional minus.</summary>
    public static bool IsValid(ReadOnlySpan<char> text, bool integer)
    {
        if (text is ['-', ..]) text = text[1..];
        if (text.IsEmpty || (text is ['0', >= '0' and <= '9', ..])) return false;
        if (!Digits(ref text)) return false;
        if (integer) return text.IsEmpty;
        if (text is ['.', ..])
        {
            text = text[1..];
            if (!Digits(ref text)) return false;
        }

        if (text is ['e' or 'E', ..])
        {
            text = text[1..];
            if (text is ['+' or '-', ..]) text = text[1..];
            if (!Digits(ref text)) return false;
        }

        return text.IsEmpty;
    }

    private static bool Digits(ref ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count])) count++;
        text = text[count..];
        return count > 0;
    }
}
