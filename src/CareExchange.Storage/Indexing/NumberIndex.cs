using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>number parameters: the value, or the two ends of a Range.</summary>
internal static class NumberIndex
{
    public static void Add(IndexRows rows, int parameter, PathItem item)
    {
        if (item.TypeName == "Range")
        {
            AddRange(item.Element, (low, high) => rows.Number(parameter, low, high));
        }
        else if (Parse(item.Text) is { } number)
        {
            rows.Number(parameter, number, number);
        }
    }

    /// <summary>The ends of a Range; a missing one is infinite.</summary>
    public static void AddRange(Element range, Action<double, double> add)
    {
        var low = Parse(range["low"]["value"].Text);
        var high = Parse(range["high"]["value"].Text);
        if (low is not null || high is not null) add(low ?? double.NegativeInfinity, high ?? double.PositiveInfinity);
    }

    public static double? Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
