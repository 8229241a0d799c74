using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Fhir.Xml;

/// <summary>Which texts of XML JSON writes without quotes.</summary>
internal static class XmlValue
{
    /// <summary>True where JSON can write the text as the type asks: any text for a string, a literal for a boolean, a number for the rest.</summary>
    public static bool IsOf(ElementShape shape, string text) => shape.Json switch
    {
        JsonKind.True => text is "true" or "false",
        JsonKind.Number => JsonNumber.IsValid(text, integer: false),
        _ => true,
    };
}
