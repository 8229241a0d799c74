using System.Globalization;
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
        var date = text.AsSpan(0, separator);
        if (date.Length != 10 || !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return null;
        var time = text.AsSpan(separator + 1);
        var (clock, offset) = SplitOffset(time);
        if (clock is null || !TryClock(clock, out var sinceMidnight, out var precision)) return null;
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
        var format = text.Length switch
        {
            4 => "yyyy",
            7 => "yyyy-MM",
            10 => "yyyy-MM-dd",
            _ => null,
        };
        if (format is null || !DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)) return null;
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

    private static (string? Clock, TimeSpan? Offset) SplitOffset(ReadOnlySpan<char> time)
    {
        if (time.EndsWith("Z", StringComparison.Ordinal)) return (time[..^1].ToString(), TimeSpan.Zero);
        var sign = time.LastIndexOfAny('+', '-');
        if (sign < 0) return (time.ToString(), null);
        if (!TimeSpan.TryParseExact(time[(sign + 1)..], "hh\\:mm", CultureInfo.InvariantCulture, out var offset) || offset > TimeSpan.FromHours(14)) return default;
        return (time[..sign].ToString(), time[sign] == '-' ? -offset : offset);
    }

    private static bool TryClock(string clock, out TimeSpan sinceMidnight, out TimeSpan precision)
    {
        precision = TimeSpan.FromMinutes(1);
        if (TimeSpan.TryParseExact(clock, "hh\\:mm", CultureInfo.InvariantCulture, out sinceMidnight)) return true;
        precision = TimeSpan.FromSeconds(1);

        // 60 is a leap second (R4 instant): it counts as the second after.
        var leap = clock.Length >= 8 && clock.AsSpan(6, 2).SequenceEqual("60");
        var seconds = leap ? string.Concat(clock.AsSpan(0, 6), "59") : clock.Length >= 8 ? clock[..8] : clock;
        if (!TimeSpan.TryParseExact(seconds, "hh\\:mm\\:ss", CultureInfo.InvariantCulture, out sinceMidnight)) return false;
        if (leap) sinceMidnight += TimeSpan.FromSeconds(1);
        if (clock.Length == 8) return true;
        var fraction = clock.AsSpan(8);
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

    private static long StartOfDay(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return Instant(midnight, zone.GetUtcOffset(midnight));
    }

    // Years 1 and 9999 leave the range of DateTimeOffset in some zones; ticks do not.
    private static long Instant(DateTime local, TimeSpan offset) =>
        (local.Ticks - offset.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
