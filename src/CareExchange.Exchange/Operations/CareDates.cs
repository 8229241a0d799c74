using System.Collections.Concurrent;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Operations;

/// <summary>When the care took place that a resource tells of, by the date search parameters of its type. Thread-safe.</summary>
/// <remarks>R4 patient-operation-everything.html: start and end speak of care dates, not of when something was recorded.</remarks>
public sealed class CareDates(Schema schema, DateReader dates)
{
    // The first that a type has and a resource fills: when it happened comes before when it was written down.
    private static readonly string[] Codes =
    [
        "date", "onset-date", "performed", "effective", "effective-time", "occurrence", "period", "service-period", "started", "context", "collected",
        "start-date", "whenhandedover", "issued", "authored", "authoredon", "authored-on", "created", "sent", "recorded", "recorded-date",
    ];

    private readonly ConcurrentDictionary<string, FhirPathExpression[]> _expressions = new(StringComparer.Ordinal);

    /// <summary>True where the care lies within the range, or the resource has no date that could lie outside it.</summary>
    /// <param name="resource">The resource as it may be seen.</param>
    /// <param name="start">The first date, or null.</param>
    /// <param name="end">The last date, or null.</param>
    public bool IsWithin(Element resource, string? start, string? end)
    {
        var from = start is null ? null : dates.Read(start)?.Low;
        var until = end is null ? null : dates.Read(end)?.High;
        if (from is null && until is null) return true;
        foreach (var expression in _expressions.GetOrAdd(resource.TypeName, Compile))
        {
            var spans = expression.Evaluate(resource).Select(Span).OfType<(long Low, long High)>().ToArray();
            if (spans.Length > 0) return spans.Any(span => (from is null || span.High > from) && (until is null || span.Low < until));
        }

        return true;
    }

    private (long Low, long High)? Span(PathItem item)
    {
        if (item.TypeName is "Period")
        {
            var (low, high) = (Read(item.Element["start"]), Read(item.Element["end"]));
            return low is null && high is null ? null : (low?.Low ?? long.MinValue, high?.High ?? long.MaxValue);
        }

        if (item.TypeName is "Timing")
        {
            var events = item.Element.Children("event").ToArray().Select(Read).OfType<(long Low, long High)>().ToArray();
            return events.Length == 0 ? null : (events.Min(one => one.Low), events.Max(one => one.High));
        }

        return item.Text is { } text ? dates.Read(text) : null;
    }

    private (long Low, long High)? Read(Element element) => element.Text is { } text ? dates.Read(text) : null;

    private FhirPathExpression[] Compile(string type) => type == "Patient" ? [] : [.. Codes
        .Select(code => schema.FindSearchParameter(type, code))
        .Where(parameter => parameter is { Type: "date", Expression: not null })
        .Select(parameter => FhirPathExpression.Compile(parameter!.Expression!).Value)
        .OfType<FhirPathExpression>()];
}
