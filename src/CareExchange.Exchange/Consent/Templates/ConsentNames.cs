using System.Text.Json;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Consent.Templates;

/// <summary>What a Consent calls those it names, and how anybody is called.</summary>
public static class ConsentNames
{
    /// <summary>Display by key (<c>Organization/x</c>, or system, bar and value) of every actor in a Consent.</summary>
    public static IReadOnlyDictionary<string, string> Of(ReadOnlyMemory<byte> consent)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        using var document = JsonDocument.Parse(consent);
        if (document.RootElement.TryGetProperty("provision", out var provision)) Walk(provision, names);
        return names;
    }

    /// <summary>The name of an Organization or RelatedPerson; null where it has none.</summary>
    public static string? NameOf(Element resource)
    {
        foreach (var name in resource.Children("name"))
        {
            if (resource.TypeName == "Organization") return name.Text;
            if (name["text"].Text is { } text) return text;
            List<string> parts = [];
            if (name["family"].Text is { } family) parts.Add(family);
            foreach (var given in name.Children("given"))
            {
                if (given.Text is { } part) parts.Add(part);
            }

            if (parts.Count > 0) return string.Join(' ', parts);
        }

        return null;
    }

    private static void Walk(JsonElement provision, Dictionary<string, string> names)
    {
        if (provision.ValueKind != JsonValueKind.Object) return;
        foreach (var actor in Items(provision, "actor"))
        {
            if (actor.ValueKind != JsonValueKind.Object || !actor.TryGetProperty("reference", out var reference) || reference.ValueKind != JsonValueKind.Object || Text(reference, "display") is not { } display) continue;
            if (Text(reference, "reference") is { } literal) names.TryAdd(literal, display);
            else if (reference.TryGetProperty("identifier", out var identifier) && identifier.ValueKind == JsonValueKind.Object) names.TryAdd($"{Text(identifier, "system")}|{Text(identifier, "value")}", display);
        }

        foreach (var inner in Items(provision, "provision")) Walk(inner, names);
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) => element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
