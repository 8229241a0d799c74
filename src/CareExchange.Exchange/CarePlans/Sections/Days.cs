using System.Globalization;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Reads FHIR dates as days where the gateway is.</summary>
internal static class Days
{
    /// <summary>A date, dateTime or instant; of a partial one the first day it can mean.</summary>
    public static DateOnly? First(Element element) => Partial(element)?.First;

    /// <summary>The last day it can mean, which is what a period's end includes (R4 datatypes.html#Period).</summary>
    public static DateOnly? Last(Element element) => Partial(element) switch
    {
        { Day: { } } exact => exact.First,
        { Month: { } } month => month.First.AddMonths(1).AddDays(-1),
        { } year => new DateOnly(year.Year, 12, 31),
        null => null,
    };

    /// <summary>As precisely as it is written; null for anything that is no date.</summary>
    public static PartialDay? Partial(Element element)
    {
        if (element.Text is not { Length: >= 4 } text) return null;
        if (text.Length > 10)
        {
            return Instant(element) is { } instant && CivilTime.Here.DayOf(instant) is var day ? new(day.Year, day.Month, day.Day) : null;
        }

        var format = text.Length switch { 10 => "yyyy-MM-dd", 7 => "yyyy-MM", 4 => "yyyy", _ => null };
        if (format is null || !DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return null;
        return new(date.Year, text.Length >= 7 ? date.Month : null, text.Length == 10 ? date.Day : null);
    }

    /// <summary>An instant or a dateTime with a time; without an offset it is the time on the gateway's wall.</summary>
    public static DateTimeOffset? Instant(Element element)
    {
        if (element.Text is not { Length: >= 10 } text) return null;
        if (HasOffset(text)) return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant) ? instant : null;
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? CivilTime.Here.Moment(local) : null;
    }

    /// <summary>A Period in whole days.</summary>
    public static Span Span(Element period) => new(First(period["start"]), Last(period["end"]));

    private static bool HasOffset(string text) => text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10;
}
