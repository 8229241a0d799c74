using System.Globalization;

namespace CareExchange.Mapping.Sources;

/// <summary>Times as HL7 v2 and v3 write them: <c>YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]</c> (v2.5.1 2.A.21, v3 TS).</summary>
internal static class HealthTime
{
    /// <summary>The FHIR date or dateTime in the same precision; null where the text is no such time or the day does not exist.</summary>
    /// <param name="text">As sent.</param>
    /// <param name="defaultOffset">The zone of a time that names none.</param>
    public static string? ToDateTime(ReadOnlySpan<char> text, string defaultOffset) => Read(text) is { } parts ? parts.ToDateTime(defaultOffset) : null;

    /// <summary>The FHIR date of a time or date; null where it is none.</summary>
    public static string? ToDate(ReadOnlySpan<char> text) => Read(text) is { } parts ? parts.ToDate() : null;

    /// <summary>The FHIR time of a v2 TM, <c>HH[MM[SS[.S…]]][+/-ZZZZ]</c>; null where it is none.</summary>
    public static string? ToTime(ReadOnlySpan<char> text)
    {
        // FHIR's time has no zone: the clock on the wall is what was meant.
        Span<char> moment = stackalloc char[text.Length + 8];
        if (text.Length > 20) return null;
        "20000101".CopyTo(moment);
        text.CopyTo(moment[8..]);
        return Read(moment[..(text.Length + 8)]) is { } parts ? parts.ToTime() : null;
    }

    /// <summary>A FHIR date, dateTime or time as HL7 writes it: digits alone.</summary>
    public static string FromFhir(string text)
    {
        var t = text.IndexOf('T', StringComparison.Ordinal);
        if (t < 0) return text.Replace("-", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal);
        var zone = text.AsSpan(t).IndexOfAny('+', '-', 'Z');
        var clock = zone < 0 ? text[(t + 1)..] : text[(t + 1)..(t + zone)];
        var offset = zone < 0 ? "" : text[t + zone] == 'Z' ? "+0000" : text[(t + zone)..].Replace(":", "", StringComparison.Ordinal);
        var point = clock.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0 && clock.Length > point + 5) clock = clock[..(point + 5)];
        return text[..t].Replace("-", "", StringComparison.Ordinal) + clock.Replace(":", "", StringComparison.Ordinal) + offset;
    }

    private static DateParts? Read(ReadOnlySpan<char> text)
    {
        var parts = DateParts.None;
        var zone = text.LastIndexOfAny('+', '-');
        if (zone >= 0)
        {
            var offset = text[(zone + 1)..];
            if (offset.Length != 4 || !AreDigits(offset) || offset[0] > '1' || offset[2] > '5') return null;
            parts.Offset = $"{text[zone]}{offset[..2]}:{offset[2..]}";
            text = text[..zone];
        }

        var point = text.IndexOf('.');
        if (point >= 0)
        {
            var fraction = text[(point + 1)..];
            if (point != 14 || fraction.Length is 0 or > 9 || !AreDigits(fraction)) return null;
            parts.Fraction = fraction.ToString();
            text = text[..point];
        }

        if (text.Length is not (4 or 6 or 8 or 10 or 12 or 14) || !AreDigits(text)) return null;
        parts.Year = Number(text[..4]);
        if (text.Length > 4) parts.Month = Number(text[4..6]);
        if (text.Length > 6) parts.Day = Number(text[6..8]);
        if (text.Length > 8) parts.Hour = Number(text[8..10]);
        if (text.Length > 10) parts.Minute = Number(text[10..12]);
        if (text.Length > 12) parts.Second = Number(text[12..14]);
        return parts.IsReal ? parts : null;
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static int Number(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
