using System.Globalization;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>Numbers with their units, digits as they were written.</summary>
internal static class Quantities
{
    // UCUM has no name for these; a page shows them as Korean writes them.
    private static readonly Dictionary<string, (string Korean, string English)> Units = new(StringComparer.Ordinal)
    {
        ["h"] = ("시간", " h"), ["min"] = ("분", " min"), ["d"] = ("일", " days"), ["wk"] = ("주", " weeks"), ["mo"] = ("개월", " months"), ["a"] = ("년", " years"),
        ["{score}"] = ("점", " points"), ["1"] = ("", ""),
    };

    /// <summary>"5 mg", "16시간", "18점".</summary>
    public static Phrase? Text(Element quantity)
    {
        if (quantity["value"].Text is not { Length: > 0 } value) return null;
        var comparator = quantity["comparator"].Text;
        var unit = quantity["unit"].Text;
        if (unit?.StartsWith('원') == true && decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var won))
        {
            value = won.ToString("N0", CultureInfo.InvariantCulture);
        }

        if (Unit(quantity) is { } known) return new($"{comparator}{value}{unit ?? known.Korean}", $"{comparator}{value}{(unit is null || Phrases.HasHangul(unit) ? known.English : " " + unit)}");
        if (unit is null) return new(comparator + value, comparator + value);

        // Korean counters follow the number without a space; Latin units do not.
        return Phrases.HasHangul(unit) ? new($"{comparator}{value}{unit}") : new($"{comparator}{value} {unit}", $"{comparator}{value} {unit}");
    }

    public static Phrase? Range(Element range) => (Text(range["low"]), Text(range["high"])) switch
    {
        ({ } low, { } high) => new($"{low.Korean} ~ {high.Korean}", $"{low.In(PlanLanguage.English)} – {high.In(PlanLanguage.English)}"),
        ({ } low, null) => new($"{low.Korean} 이상", $"{low.In(PlanLanguage.English)} or more"),
        (null, { } high) => new($"{high.Korean} 이하", $"{high.In(PlanLanguage.English)} or less"),
        _ => null,
    };

    /// <summary>The number of a Quantity or of an integer or decimal; null when there is none that fits.</summary>
    public static decimal? Number(Element element)
    {
        var text = element.IsPrimitive ? element.Text : element["value"].Text;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static (string Korean, string English)? Unit(Element quantity) =>
        Units.TryGetValue(quantity["code"].Text ?? "", out var unit) ? unit : null;
}
