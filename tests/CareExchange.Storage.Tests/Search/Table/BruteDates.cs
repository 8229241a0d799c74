using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Tests.Search.Table;

/// <summary>The stretch of time a FHIR date means, half open, by the calendar of .NET and nothing of ours.</summary>
internal static class BruteDates
{
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static IEnumerable<(DateTimeOffset Low, DateTimeOffset High)> Of(PathItem item, TimeZoneInfo zone)
    {
        switch (item.TypeName)
        {
            case "Period":
                if (Period(item.Element, zone) is { } period) yield return period;
                break;
            case "Timing":
                var events = item.Element.Children("event").ToArray().Select(one => Of(one.Text!, zone)).ToArray();
                if (events.Length > 0) yield return (events.Min(one => one.Low), events.Max(one => one.High));
                if (item.Element["repeat"]["bounds"] is { TypeName: "Period" } bounds && Period(bounds, zone) is { } limits) yield return limits;
                break;
            default:
                yield return Of(item.Text, zone);
                break;
        }
    }

    public static (DateTimeOffset Low, DateTimeOffset High) Of(string text, TimeZoneInfo zone)
    {
        DateTimeOffset At(DateTime local) => new(local, zone.GetUtcOffset(local));
        var day = text.Length <= 10 ? DateTime.Parse(text.Length == 4 ? text + "-01-01" : text.Length == 7 ? text + "-01" : text, CultureInfo.InvariantCulture) : default;
        switch (text.Length)
        {
            case 4:
                return (At(day), At(day.AddYears(1)));
            case 7:
                return (At(day), At(day.AddMonths(1)));
            case 10:
                return (At(day), At(day.AddDays(1)));
        }

        var hasOffset = text.EndsWith('Z') || text[^6] is '+' or '-';
        var low = hasOffset
            ? DateTimeOffset.ParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None)
            : At(DateTime.ParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None));
        var clock = text[11..].TrimEnd('Z');
        if (hasOffset && !text.EndsWith('Z')) clock = clock[..^6];
        var digits = clock.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? clock.Length - dot - 1 : -1;
        return (low, low + (clock.Length == 5 ? TimeSpan.FromMinutes(1) : digits < 0 ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(Math.Pow(10, -digits))));
    }

    private static (DateTimeOffset Low, DateTimeOffset High)? Period(Element period, TimeZoneInfo zone)
    {
        var (start, end) = (period["start"].Text, period["end"].Text);
        if (start is null && end is null) return null;
        return (start is null ? DateTimeOffset.MinValue : Of(start, zone).Low, end is null ? DateTimeOffset.MaxValue : Of(end, zone).High);
    }
}
