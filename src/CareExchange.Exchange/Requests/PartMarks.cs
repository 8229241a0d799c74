using System.Text.Json.Nodes;

namespace CareExchange.Exchange.Requests;

/// <summary>Extensions on a part of a resource: who states it, and which data category it belongs to. Persons writes them, Consent cuts by them.</summary>
public static class PartMarks
{
    /// <summary>An organisation that states this part (<c>valueReference</c>). Never leaves the gateway: it would betray who knows the person.</summary>
    public const string SourceUrl = "urn:careexchange:extension:source";

    /// <summary>DS4P inline security label: the data category of this part (<c>valueCoding</c>), such as that of a dementia registration number.</summary>
    public const string InlineLabelUrl = "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label";

    private const string Organization = "Organization/";

    /// <summary>The mark that an organisation states a part.</summary>
    internal static JsonObject Of(string source) => new() { ["url"] = SourceUrl, ["valueReference"] = new JsonObject { ["reference"] = Organization + source } };

    /// <summary>The organisations that a part is marked with.</summary>
    internal static IEnumerable<string> SourcesOf(JsonObject part) => Marks(part).Select(SourceOf).OfType<string>();

    /// <summary>Takes every mark out of a part.</summary>
    internal static void Take(JsonObject part)
    {
        foreach (var mark in Marks(part).ToArray()) mark.Parent!.AsArray().Remove(mark);
        if (part["extension"] is JsonArray { Count: 0 }) part.Remove("extension");
    }

    /// <summary>The mark of one organisation; null where the part has none.</summary>
    internal static JsonObject? Find(JsonObject part, string source) => Marks(part).FirstOrDefault(mark => SourceOf(mark) == source);

    // A sender may write anything by our address: what is no mark as we write them states nobody.
    private static IEnumerable<JsonObject> Marks(JsonObject part) =>
        (part["extension"] as JsonArray ?? []).OfType<JsonObject>().Where(static extension => Text(extension["url"]) == SourceUrl);

    private static string? SourceOf(JsonObject mark) =>
        mark["valueReference"] is JsonObject value && Text(value["reference"]) is { } reference && reference.StartsWith(Organization, StringComparison.Ordinal) ? reference[Organization.Length..] : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
