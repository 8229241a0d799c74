using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>date parameters: the range a value means; an open end reaches to the end of time (R4 search.html#date).</summary>
internal sealed class DateIndex(TimeZoneInfo zone)
{
    public void Add(IndexRows rows, int parameter, PathItem item)
    {
        switch (item.TypeName)
        {
            case "Period":
                AddPeriod(rows, parameter, item.Element);
                break;
            case "Timing":
                AddTiming(rows, parameter, item.Element);
                break;
            case "string":
                // performedString and the like may look like a date, but say only that somebody wrote something.
                break;
            default:
                if (DateRange.Parse(item.Text, zone) is { } range) rows.Date(parameter, range.Low, range.High);
                break;
        }
    }

    private void AddPeriod(IndexRows rows, int parameter, Element period)
    {
        var start = Parse(period["start"]);
        var end = Parse(period["end"]);
        if (start is null && end is null) return;
        rows.Date(parameter, start?.Low ?? DateRange.Start, end?.High ?? DateRange.End);
    }

    // R4: a Timing is found by the span from its first to its last event, not by each of them.
    private void AddTiming(IndexRows rows, int parameter, Element timing)
    {
        long low = DateRange.End, high = DateRange.Start;
        foreach (var element in timing.Children("event"))
        {
            if (Parse(element) is not { } range) continue;
            low = Math.Min(low, range.Low);
            high = Math.Max(high, range.High);
        }

        if (low < high) rows.Date(parameter, low, high);
        var bounds = timing["repeat"]["bounds"];
        if (bounds.TypeName == "Period") AddPeriod(rows, parameter, bounds);
    }

    private DateRange? Parse(Element element) => element.Text is { } text ? DateRange.Parse(text, zone) : null;
}
