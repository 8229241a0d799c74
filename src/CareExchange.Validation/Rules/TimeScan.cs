namespace CareExchange.Validation.Rules;

/// <summary>Dates and times as R4 writes them, and days that the calendar has.</summary>
internal static class TimeScan
{
    public static bool IsDate(ReadOnlySpan<byte> text) => TakeDate(ref text, out _) && text.IsEmpty;

    public static bool IsDateTime(ReadOnlySpan<byte> text)
    {
        if (!TakeDate(ref text, out var isDay)) return false;
        return text.IsEmpty || (isDay && IsClockWithZone(text));
    }

    public static bool IsInstant(ReadOnlySpan<byte> text) => TakeDate(ref text, out var isDay) && isDay && IsClockWithZone(text);

    public static bool IsTime(ReadOnlySpan<byte> text) => TakeClock(ref text) && text.IsEmpty;

    private static bool IsClockWithZone(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'T', .. var clock] || !TakeClock(ref clock)) return false;
        if (clock is [(byte)'Z']) return true;
        if (clock is not [(byte)'+' or (byte)'-', _, _, (byte)':', _, _]) return false;
        return Two(clock[1..], out var hours) && Two(clock[4..], out var minutes) && (hours <= 13 ? minutes <= 59 : hours == 14 && minutes == 0);
    }

    private static bool TakeDate(ref ReadOnlySpan<byte> text, out bool isDay)
    {
        isDay = false;
        if (!Two(text, out var century) || !Two(text[2..], out var ofCentury) || century + ofCentury == 0) return false;
        var year = (century * 100) + ofCentury;
        text = text[4..];
        if (text is not [(byte)'-', .. var month]) return true;
        if (!Two(month, out var ofYear) || ofYear is 0 or > 12) return false;
        text = month[2..];
        if (text is not [(byte)'-', .. var day]) return true;
        if (!Two(day, out var ofMonth) || ofMonth == 0 || ofMonth > DateTime.DaysInMonth(year, ofYear)) return false;
        text = day[2..];
        isDay = true;
        return true;
    }

    // Seconds reach 60, for leap seconds.
    private static bool TakeClock(ref ReadOnlySpan<byte> text)
    {
        if (text is not [_, _, (byte)':', _, _, (byte)':', _, _, ..]) return false;
        if (!Two(text, out var hours) || hours > 23 || !Two(text[3..], out var minutes) || minutes > 59 || !Two(text[6..], out var seconds) || seconds > 60) return false;
        text = text[8..];
        if (text is not [(byte)'.', .. var fraction]) return true;
        var digits = fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0) digits = fraction.Length;
        text = fraction[digits..];
        return digits > 0;
    }

    private static bool Two(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        if (text is not [>= (byte)'0' and <= (byte)'9', >= (byte)'0' and <= (byte)'9', ..]) return false;
        number = ((text[0] - '0') * 10) + text[1] - '0';
        return true;
    }
}
