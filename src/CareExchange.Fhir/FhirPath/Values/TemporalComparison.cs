namespace CareExchange.Fhir.FhirPath.Values;

/// <summary>Order of temporal values that may be stated with different precision (FHIRPath N1, 6.1 and 6.2).</summary>
internal static class TemporalComparison
{
    // The widest civil offset: two clocks of which only one states its offset are ordered beyond doubt only when further apart.
    private static readonly TimeSpan s_widestOffset = TimeSpan.FromHours(14);

    /// <summary>Negative, zero or positive; null where what is stated does not decide.</summary>
    public static int? Compare(TemporalValue left, TemporalValue right)
    {
        var (a, b) = (left.Clock, right.Clock);
        if (left.HasClock && right.HasClock && left.OffsetMinutes != right.OffsetMinutes)
        {
            if (left.OffsetMinutes is not { } leftOffset || right.OffsetMinutes is not { } rightOffset)
            {
                var distance = a - b;
                return distance.Duration() > s_widestOffset ? Math.Sign(distance.Ticks) : null;
            }

            // Moving only one side by the difference keeps both inside the calendar for all but the first and last day.
            var shift = leftOffset - rightOffset;
            var moved = a.Ticks - (shift * TimeSpan.TicksPerMinute);
            if (moved < 0 || moved > DateTime.MaxValue.Ticks) return Math.Sign(moved - b.Ticks);
            a = new DateTime(moved, DateTimeKind.Unspecified);
        }

        var shared = left.Precision < right.Precision ? left.Precision : right.Precision;
        var first = left.Kind == TemporalKind.Time ? TemporalPrecision.Hour : TemporalPrecision.Year;
        for (var precision = first; precision <= shared; precision++)
        {
            var order = Part(a, precision).CompareTo(Part(b, precision));
            if (order != 0) return order;
        }

        return left.Precision == right.Precision ? 0 : null;
    }

    private static long Part(DateTime clock, TemporalPrecision precision) => precision switch
    {
        TemporalPrecision.Year => clock.Year,
        TemporalPrecision.Month => clock.Month,
        TemporalPrecision.Day => clock.Day,
        TemporalPrecision.Hour => clock.Hour,
        TemporalPrecision.Minute => clock.Minute,
        _ => clock.Ticks % TimeSpan.TicksPerMinute,
    };
}
