using System.Text.Json;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

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

    /// <summary>The English name that an Organization states: its name's translation (R4 extension-translation), else its first alias in Latin letters; null where it states none.</summary>
    public static string? EnglishOf(ReadOnlyMemory<byte> organization)
    {
        using var document = JsonDocument.Parse(organization);
        var root = document.RootElement;
        if (root.TryGetProperty("_name", out var twin) && twin.ValueKind == JsonValueKind.Object)
        {
            foreach (var translation in Items(twin, "extension").Where(extension => Text(extension, "url") == "http://hl7.org/fhir/StructureDefinition/translation"))
            {
                var isEnglish = Items(translation, "extension").Any(part => Text(part, "url") == "lang" && Text(part, "valueCode") is { } language && (language == "en" || language.StartsWith("en-", StringComparison.Ordinal)));
                if (isEnglish && Items(translation, "extension").Where(part => Text(part, "url") == "content").Select(part => Text(part, "valueString")).OfType<string>().FirstOrDefault() is { } content) return content;
            }
        }

        return Items(root, "alias").Where(alias => alias.ValueKind == JsonValueKind.String).Select(alias => alias.GetString()!).FirstOrDefault(alias => alias.Any(char.IsAsciiLetter) && alias.All(char.IsAscii));
    }

    /// <summary>The English names of the organisations that consents name, by reference, as far as the directory states one.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> EnglishAsync(ResourceStore store, IEnumerable<ConsentPolicy> policies, CancellationToken cancellationToken)
    {
        const string prefix = "Organization/";
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var named = policies.SelectMany(policy => policy.Statements).SelectMany(statement => statement.Actors.Values).Select(actor => actor.Reference).OfType<string>();
        foreach (var reference in named.Where(reference => reference.StartsWith(prefix, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
        {
            if (await store.ReadAsync("Organization", reference[prefix.Length..], cancellationToken) is { Deleted: false } organization && EnglishOf(organization.Json) is { } name) names[reference] = name;
        }

        return names;
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
