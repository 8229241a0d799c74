using System.Runtime.InteropServices;

namespace CareExchange.Storage.Indexing;

/// <summary>The half-open time range [Low, High) that a FHIR date, dateTime or instant means, in µs since 1970.</summary>
/// <remarks>A value without an offset is meant in the gateway's zone (a day in Korea begins nine hours before the same day in UTC).</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DateRange(long Low, long High)
{
    /// <summary>Before every date.</summary>
    public const long Start = long.MinValue;

    /// <summary>After every date.</summary>
    public const long End = long.MaxValue;

    /// <summary>Reads YYYY, YYYY-MM, YYYY-MM-DD, YYYY-MM-DDThh:mm, with seconds and fraction, with or without offset; null for anything else.</summary>
    public static DateRange? Parse(string text, TimeZoneInfo zone)
    {
        var separator = text.IndexOf('T', StringComparison.Ordinal);
        if (separator < 0) return ParseDate(text, zone);
        if (separator != 10 || !TryDay(text, out var day)) return null;
        var time = text.AsSpan(separator + 1);
        if (!TryOffset(ref time, out var offset) || !TryClock(time, out var sinceMidnight, out var precision)) return null;
        var local = day.ToDateTime(TimeOnly.MinValue) + sinceMidnight;
        try
        {
            var low = Instant(local, offset ?? zone.GetUtcOffset(local));
            return new(low, low + (precision.Ticks / TimeSpan.TicksPerMicrosecond));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static DateRange? ParseDate(string text, TimeZoneInfo zone)
    {
        if (text.Length is not (4 or 7 or 10) || !TryDay(text, out var first)) return null;
        try
        {
            var next = text.Length switch
            {
                4 => first.AddYears(1),
                7 => first.AddMonths(1),
                _ => first.AddDays(1),
            };
            return new(StartOfDay(first, zone), StartOfDay(next, zone));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    // Takes the offset off the end; one that is none spoils the whole.
    private static bool TryOffset(ref ReadOnlySpan<char> time, out TimeSpan? offset)
    {
        offset = null;
        if (time.EndsWith('Z'))
        {
            offset = TimeSpan.Zero;
            time = time[..^1];
            return true;
        }

        var sign = time.LastIndexOfAny('+', '-');
        if (sign < 0) return true;
        if (time[(sign + 1)..] is not [_, _, ':', _, _] written || !TryTwo(written, out var hours) || !TryTwo(written[3..], out var minutes)) return false;
        var size = new TimeSpan(hours, minutes, 0);
        if (minutes > 59 || size > TimeSpan.FromHours(14)) return false;
        offset = time[sign] == '-' ? -size : size;
        time = time[..sign];
        return true;
    }

    private static bool TryClock(ReadOnlySpan<char> clock, out TimeSpan sinceMidnight, out TimeSpan precision)
    {
        sinceMidnight = default;
        precision = TimeSpan.FromMinutes(1);
        if (clock is not [_, _, ':', _, _, ..] || !TryTwo(clock, out var hours) || hours > 23 || !TryTwo(clock[3..], out var minutes) || minutes > 59) return false;
        sinceMidnight = new(hours, minutes, 0);
        if (clock.Length == 5) return true;

        // 60 is a leap second (R4 instant): it counts as the second after.
        if (clock[5..] is not [':', _, _, ..] || !TryTwo(clock[6..], out var seconds) || seconds > 60) return false;
        precision = TimeSpan.FromSeconds(1);
        sinceMidnight += TimeSpan.FromSeconds(seconds);
        if (clock.Length == 8) return true;
        var fraction = clock[8..];
        if (fraction.Length < 2 || fraction[0] != '.' || fraction[1..].ContainsAnyExceptInRange('0', '9')) return false;

        // Finer than a µs is cut: the columns count µs, and no written value may become an empty range.
        var digits = Math.Min(fraction.Length - 1, 6);
        var unit = TimeSpan.TicksPerSecond;
        for (var index = 0; index < digits; index++)
        {
            unit /= 10;
            sinceMidnight += TimeSpan.FromTicks((fraction[index + 1] - '0') * unit);
        }

        precision = TimeSpan.FromTicks(unit);
        return true;
    }

    // YYYY, YYYY-MM or YYYY-MM-DD at the start of the text; what is not said is the first.
    private static bool TryDay(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        if (!TryTwo(text, out var century) || !TryTwo(text[2..], out var year)) return false;
        year += century * 100;
        var (month, date) = (1, 1);
        if (text.Length > 4 && (text[4] != '-' || !TryTwo(text[5..], out month))) return false;
        if (text.Length > 7 && (text[7] != '-' || !TryTwo(text[8..], out date))) return false;
        if (year == 0 || month is 0 or > 12 || date == 0 || date > DateTime.DaysInMonth(year, month)) return false;
        day = new(year, month, date);
        return true;
    }

    private static bool TryTwo(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        if (text is not [>= '0' and <= '9', >= '0' and <= '9', ..]) return false;
        number = ((text[0] - '0') * 10) + text[1] - '0';
        return true;
    }

    private static long StartOfDay(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return Instant(midnight, zone.GetUtcOffset(midnight));
    }

    // Years 1 and 9999 leave the range of DateTimeOffset in some zones; ticks do not.
    private static long Instant(DateTime local, TimeSpan offset) =>
        (local.Ticks - offset.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
