using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Ucum;

namespace CareExchange.Storage.Indexing;

/// <summary>quantity parameters: the value under its coded unit, under its written unit where that differs, and in base units where UCUM knows them.</summary>
internal static class QuantityIndex
{
    public static void Add(IndexRows rows, IndexedParameter parameter, PathItem item)
    {
        var element = item.Element;
        switch (item.TypeName)
        {
            case "Money":
                if (NumberIndex.Parse(element["value"].Text) is { } amount) rows.Quantity(parameter.Key, element["currency"].Text ?? "", "urn:iso:std:iso:4217", amount, amount);
                break;
            case "Range":
                AddEnds(rows, parameter, element["low"], element["high"]);
                break;
            default:
                // Quantity and its kin: Age, Count, Distance, Duration, SimpleQuantity.
                AddEnds(rows, parameter, element, element);
                break;
        }
    }

    // A missing end of a Range is infinite; the unit is that of the end which is there.
    private static void AddEnds(IndexRows rows, IndexedParameter parameter, Element first, Element second)
    {
        var (low, high) = (NumberIndex.Parse(first["value"].Text), NumberIndex.Parse(second["value"].Text));
        if (low is null && high is null) return;
        var end = low is null ? second : first;
        var (code, system, unit) = (end["code"].Text, end["system"].Text, end["unit"].Text);
        var (from, to) = (low ?? double.NegativeInfinity, high ?? double.PositiveInfinity);
        rows.Quantity(parameter.Key, code ?? unit ?? "", code is null ? "" : system ?? "", from, to);
        if (code is null) return;
        if (unit is not null && unit != code) rows.Quantity(parameter.Key, unit, "", from, to);
        if (system != UcumUnit.System || UcumUnit.Parse(code) is not { IsConvertible: true } known) return;
        if (Canonical(known, first, double.NegativeInfinity) is { } least && Canonical(known, second, double.PositiveInfinity) is { } most)
            rows.Quantity(parameter.SecondaryKey, known.Dimensions, UcumUnit.System, least, most);
    }

    private static double? Canonical(UcumUnit unit, Element end, double missing)
    {
        if (end["value"].Text is not { } text) return missing;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? unit.ToCanonicalDouble(number) : null;
    }
}
