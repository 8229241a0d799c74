using CareExchange.Fhir.FhirPath.Values;

namespace CareExchange.Fhir.FhirPath.Functions;

/// <summary>The first and last moment that a partly stated date or time may mean.</summary>
internal static class TemporalBoundary
{
    /// <summary>How many digits a value states: 4 year … 8 day, 10 hour … 17 millisecond; of a time 2 … 9.</summary>
    public static int DigitsOf(TemporalValue value)
    {
        var digits = value.Precision switch
        {
            TemporalPrecision.Year => 4,
            TemporalPrecision.Month => 6,
            TemporalPrecision.Day => 8,
            TemporalPrecision.Hour => 10,
            TemporalPrecision.Minute => 12,
            _ => value.FractionDigits > 0 ? 17 : 14,
        };
        return value.Kind == TemporalKind.Time ? digits - 8 : digits;
    }

    /// <summary>The boundary stated to a number of digits; null for a number that is no precision of the kind.</summary>
    public static TemporalValue? Of(TemporalValue value, int? wanted, bool isHigh)
    {
        var isTime = value.Kind == TemporalKind.Time;
        var digits = (wanted ?? (value.Kind == TemporalKind.Date ? 8 : isTime ? 9 : 17)) + (isTime ? 8 : 0);
        TemporalPrecision? precision = digits switch
        {
            4 => TemporalPrecision.Year,
            6 => TemporalPrecision.Month,
            8 => TemporalPrecision.Day,
            10 => TemporalPrecision.Hour,
            12 => TemporalPrecision.Minute,
            14 or 17 => TemporalPrecision.Second,
            _ => null,
        };
        if (precision is not { } target || (isTime && target < TemporalPrecision.Hour)) return null;
        var kind = value.Kind == TemporalKind.Date && target > TemporalPrecision.Day ? TemporalKind.DateTime : value.Kind;
        var clock = Fill(value, isHigh);
        // A clock without offset may stand anywhere from UTC+14, where days begin, to UTC-12, where they end.
        var offset = kind == TemporalKind.DateTime && target >= TemporalPrecision.Hour ? value.OffsetMinutes ?? (isHigh ? -12 * 60 : 14 * 60) : (int?)null;
        return new TemporalValue(kind, target, Cut(clock, target, digits == 17), digits == 17 ? 3 : 0, offset);
    }

    private static DateTime Fill(TemporalValue value, bool isHigh)
    {
        var clock = value.Clock;
        if (!isHigh) return clock;
        try
        {
            // FHIR states no hour without its minute, so an hour alone counts as minute zero.
            var next = value.Precision switch
            {
                TemporalPrecision.Year => clock.AddYears(1),
                TemporalPrecision.Month => clock.AddMonths(1),
                TemporalPrecision.Day => clock.AddDays(1),
                TemporalPrecision.Hour or TemporalPrecision.Minute => clock.AddMinutes(1),
                _ => clock.AddTicks((long)Math.Pow(10, 7 - value.FractionDigits)),
            };
            return next.AddTicks(-1);
        }
        catch (ArgumentOutOfRangeException)
        {
            return DateTime.MaxValue;
        }
    }

    private static DateTime Cut(DateTime clock, TemporalPrecision precision, bool keepsMilliseconds) => precision switch
    {
        TemporalPrecision.Year => new DateTime(clock.Year, 1, 1, 0, 0, 0, DateTimeKind.Unspecified),
        TemporalPrecision.Month => new DateTime(clock.Year, clock.Month, 1, 0, 0, 0, DateTimeKind.Unspecified),
        TemporalPrecision.Day => clock.Date,
        TemporalPrecision.Hour => clock.AddTicks(-(clock.Ticks % TimeSpan.TicksPerHour)),
        TemporalPrecision.Minute => clock.AddTicks(-(clock.Ticks % TimeSpan.TicksPerMinute)),
        _ => clock.AddTicks(-(clock.Ticks % (keepsMilliseconds ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond))),
    };
}
