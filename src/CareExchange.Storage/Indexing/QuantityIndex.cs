using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>quantity parameters: the value under its coded unit, and under its written unit where that differs.</summary>
internal static class QuantityIndex
{
    public static void Add(IndexRows rows, int parameter, PathItem item)
    {
        var element = item.Element;
        switch (item.TypeName)
        {
            case "Money":
                Add(rows, parameter, element["value"], element["currency"].Text, "urn:iso:std:iso:4217", null);
                break;
            case "Range":
                NumberIndex.AddRange(element, (low, high) =>
                {
                    var end = element["low"].Exists ? element["low"] : element["high"];
                    AddUnits(rows, parameter, end["code"].Text, end["system"].Text, end["unit"].Text, low, high);
                });
                break;
            default:
                // Quantity and its kin: Age, Count, Distance, Duration, SimpleQuantity.
                Add(rows, parameter, element["value"], element["code"].Text, element["system"].Text, element["unit"].Text);
                break;
        }
    }

    private static void Add(IndexRows rows, int parameter, Element value, string? code, string? system, string? unit)
    {
        if (NumberIndex.Parse(value.Text) is { } number) AddUnits(rows, parameter, code, system, unit, number, number);
    }

    private static void AddUnits(IndexRows rows, int parameter, string? code, string? system, string? unit, double low, double high)
    {
        rows.Quantity(parameter, code ?? unit ?? "", code is null ? "" : system ?? "", low, high);
        if (code is not null && unit is not null && unit != code) rows.Quantity(parameter, unit, "", low, high);
    }
}
