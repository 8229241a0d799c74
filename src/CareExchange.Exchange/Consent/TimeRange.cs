using System.Globalization;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>A half-open span of time: from <see cref="From"/> until before <see cref="Until"/>.</summary>
/// <param name="From">First moment in it.</param>
/// <param name="Until">First moment after it.</param>
public readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>All of time.</summary>
    public static readonly TimeRange Always = new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    private static readonly string[] InstantFormats =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>True where the moment lies in it.</summary>
    public bool Contains(DateTimeOffset moment) => From <= moment && moment < Until;

    /// <summary>True where the other span lies in it entirely.</summary>
    public bool Covers(TimeRange other) => From <= other.From && other.Until <= Until;

    /// <summary>True where the two share a moment.</summary>
    public bool Overlaps(TimeRange other) => From < other.Until && other.From < Until;

    /// <summary>The span a FHIR date, dateTime or instant stands for: a year is a whole year, a second a whole second.</summary>
    /// <returns>Null for text that is no such date.</returns>
    public static TimeRange? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (text.Length <= 10)
        {
            var format = text.Length switch { 4 => "yyyy", 7 => "yyyy-MM", 10 => "yyyy-MM-dd", _ => null };
            if (format is null || !DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return null;
            if (day.Year is < 2 or > 9998) return null;
            var first = DateOnly.FromDateTime(day);
            return new(CivilTime.Here.Begin(first), CivilTime.Here.Begin(text.Length switch { 4 => first.AddYears(1), 7 => first.AddMonths(1), _ => first.AddDays(1) }));
        }

        if (!HasZone(text)) return null;
        return DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) && moment.Year is > 1 and < 9999
            ? new(moment, moment.AddSeconds(text.Contains('.', StringComparison.Ordinal) ? 0.001 : 1))
            : null;
    }

    /// <summary>The span of a Period with either end open.</summary>
    /// <returns>Null where an end is no date, or the end lies before the start.</returns>
    public static TimeRange? Between(string? start, string? end)
    {
        var from = start is null ? Always : Parse(start);
        var until = end is null ? Always : Parse(end);
        if (from is null || until is null || from.Value.From >= until.Value.Until) return null;
        return new(start is null ? DateTimeOffset.MinValue : from.Value.From, end is null ? DateTimeOffset.MaxValue : until.Value.Until);
    }

    private static bool HasZone(string text) =>
        text[^1] == 'Z' || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
