using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath.Values;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.FhirPath;

/// <summary>Converts elements to FHIRPath system values (R4 fhirpath.html#types).</summary>
internal static class ElementValue
{
    private static readonly object s_true = true;
    private static readonly object s_false = false;

    /// <summary>The system value of a primitive element or a Quantity; null for everything else and where no value is stated.</summary>
    /// <remarks>A value that breaks its type's format converts to a string, so that it still can be compared and reported.</remarks>
    public static object? Of(Element element)
    {
        if (!element.Exists) return null;
        if (!element.IsPrimitive) return element.Type?.IsA("Quantity") == true ? QuantityOf(element) : null;
        if (!element.HasValue) return null;
        var type = element.TypeName;
        // Truth values are asked for most often, so they are read without making a string.
        if (type == "boolean" && element.Kind is JsonKind.True or JsonKind.False) return element.Kind == JsonKind.True ? s_true : s_false;
        if (element.Text is not { } text) return null;
        return type switch
        {
            "integer" or "positiveInt" or "unsignedInt" => Numbers.TryInteger(text, out var number) ? number : text,
            "decimal" => DecimalOf(element, text),
            "date" => TemporalValue.Parse(text, TemporalKind.Date) ?? (object)text,
            "dateTime" or "instant" => TemporalValue.Parse(text, TemporalKind.DateTime) ?? (object)text,
            "time" => TemporalValue.Parse(text, TemporalKind.Time) ?? (object)text,
            _ => text,
        };
    }

    /// <summary>True for primitives whose system type is String, whose bytes may be compared without decoding them.</summary>
    public static bool IsString(Element element) => element is { IsPrimitive: true, HasValue: true } && element.TypeName is not
        ("boolean" or "integer" or "positiveInt" or "unsignedInt" or "decimal" or "date" or "dateTime" or "instant" or "time");

    private static object DecimalOf(Element element, string text)
    {
        // Untyped numbers have no declared type: without a fraction they count as integers.
        if (element.Type is null && Numbers.TryInteger(text, out var integer)) return integer;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : text;
    }

    private static QuantityValue? QuantityOf(Element element)
    {
        if (element["value"].Text is not { } text
            || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || element["comparator"].HasValue) return null;
        var system = element["system"].Text;
        // R4 fhirpath.html#quantity: only UCUM codes are units that FHIRPath knows; other systems keep their unit text.
        var unit = system == "http://unitsofmeasure.org" ? element["code"].Text : element["code"].Text ?? element["unit"].Text;
        return new QuantityValue(value, unit ?? QuantityValue.Unity);
    }
}
