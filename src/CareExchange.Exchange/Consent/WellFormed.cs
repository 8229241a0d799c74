using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;

namespace CareExchange.Exchange.Consent;

/// <summary>Catches JSON that would silently drop a condition: an empty list, a null, an element stated twice.</summary>
internal static class WellFormed
{
    /// <summary>True where every property of the object stands once and has a value (R4 json.html).</summary>
    public static bool Holds(Element element)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var property in element.Properties())
        {
            if (!names.Add(property.JsonName) || property.Kind == JsonKind.Null || property.Count == 0) return false;
            if (property.Kind == JsonKind.Array && !property.IsSibling && element.Children(property.JsonName).Count != property.Count) return false;
        }

        return true;
    }
}
