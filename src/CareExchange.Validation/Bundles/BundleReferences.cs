using System.Collections.Frozen;
using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Bundles;

/// <summary>What an entry points at: References, and uris and urls that may name another entry.</summary>
internal static class BundleReferences
{
    // URIs that name a system, a definition or an address, never an entry.
    private static readonly FrozenSet<string> Others = FrozenSet.ToFrozenSet(
        [
            "Bundle.entry.fullUrl", "Coding.system", "Identifier.system", "Meta.profile", "Extension.url", "Quantity.system",
            "MessageHeader.source.endpoint", "MessageHeader.destination.endpoint", "Endpoint.address",
        ],
        StringComparer.Ordinal);

    /// <summary>The distinct references of an entry, each with the element that says it first. A Bundle inside is not gone into.</summary>
    public static IEnumerable<KeyValuePair<string, Element>> Of(Element entry)
    {
        var found = new Dictionary<string, Element>(StringComparer.Ordinal);
        Collect(entry, found);
        return found;
    }

    private static void Collect(Element parent, Dictionary<string, Element> found)
    {
        foreach (var child in parent.Children())
        {
            if (child.Node is not { } node) continue;
            if (node.Type?.TypeName == "Reference") Add(child["reference"].Text, child, found);
            else if (node.Type?.TypeName is "uri" or "url" && node.Definition.Name != "system" && !Others.Contains(node.Definition.Path)) Add(child.Text, child, found);
            if (!node.IsResource || child.TypeName != "Bundle") Collect(child, found);
        }
    }

    private static void Add(string? reference, Element source, Dictionary<string, Element> found)
    {
        if (reference is { Length: > 0 } && reference[0] != '#') found.TryAdd(reference, source);
    }
}
