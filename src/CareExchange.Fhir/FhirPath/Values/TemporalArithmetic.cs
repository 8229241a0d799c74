namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>Moves dates and times by calendar durations (FHIRPath N1, 6.6.7).</summary>
internal static class TemporalArithmetic
{
    /// <summary>The moved value; null where it would leave the calendar.</summary>
    /// <param name="value">What to move.</param>
    /// <param name="amount">How many units; fractions count for no unit, as the public suite has it for seconds too.</param>
    /// <param name="unit">A calendar word in the singular.</param>
    public static TemporalValue? Add(TemporalValue value, decimal amount, string unit)
    {
        if (Math.Abs(amount) > int.MaxValue) return null;
        var whole = (long)decimal.Truncate(amount);
        if (value.Kind == TemporalKind.Time) return AddToTime(value, whole, unit);
        try
        {
            var (count, effective) = Coarsen(whole, unit, value.Precision);
            return value.With(Move(value.Clock, count, effective));
        }
        catch (Exception outside) when (outside is ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    // A partial date moves only by whole units of its own precision: @2014 + 24 months is @2016 (same section).
    private static (long Count, string Unit) Coarsen(long count, string unit, TemporalPrecision precision)
    {
        if (precision >= TemporalPrecision.Day)
        {
            var isFiner = precision == TemporalPrecision.Day && unit is "hour" or "minute" or "second" or "millisecond";
            return isFiner ? (count * Milliseconds(unit) / Milliseconds("day"), "day") : (count, unit);
        }

        if (unit == "year") return (count, unit);
        var months = unit == "month" ? count : count * Milliseconds(unit) / Milliseconds("day") / 30;
        if (precision == TemporalPrecision.Month) return (months, "month");
        return (unit == "month" ? months / 12 : count * Milliseconds(unit) / Milliseconds("day") / 365, "year");
    }

    private static DateTime Move(DateTime clock, long count, string unit) => unit switch
    {
        "year" => clock.AddYears((int)count),
        "month" => clock.AddMonths((int)count),
        _ => clock.AddTicks(checked(count * Milliseconds(unit) * TimeSpan.TicksPerMillisecond)),
    };

    private static TemporalValue? AddToTime(TemporalValue value, long count, string unit)
    {
        if (unit is "year" or "month" or "week" or "day") return null;
        // A time of day wraps at midnight.
        var day = TimeSpan.TicksPerDay;
        var ticks = (value.Clock.Ticks + (count * Milliseconds(unit) % Milliseconds("day") * TimeSpan.TicksPerMillisecond)) % day;
        return value.With(new DateTime(ticks < 0 ? ticks + day : ticks, DateTimeKind.Unspecified));
    }

    private static long Milliseconds(string unit) => unit switch
    {
        "week" => 7 * 86_400_000L,
        "day" => 86_400_000L,
        "hour" => 3_600_000L,
        "minute" => 60_000L,
        "second" => 1_000L,
        _ => 1L,
    };
}
