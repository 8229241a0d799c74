using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Operations;

/// <summary>The literal references that stand in a resource.</summary>
internal static class References
{
    /// <summary>The resources of this server that a resource points at, each once, in the order of its text; fragments and other servers are left out.</summary>
    /// <param name="json">The resource as it may be seen.</param>
    /// <param name="schema">Its definitions.</param>
    /// <param name="address">What absolute references to this server begin with.</param>
    public static IReadOnlyList<(string Type, string Id)> Of(ReadOnlyMemory<byte> json, Schema schema, string address)
    {
        using var document = FhirDocument.Parse(json, schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
        return Of(document.Root, schema, address);
    }

    /// <summary>The same of an element in hand.</summary>
    public static IReadOnlyList<(string Type, string Id)> Of(Element element, Schema schema, string address)
    {
        var found = new List<(string, string)>();
        Collect(element, schema, address, found, 0);
        return found;
    }

    private static void Collect(Element element, Schema schema, string address, List<(string, string)> found, int depth)
    {
        if (element.TypeName == "Reference" && element["reference"].Text is { } text && Read(text, schema, address) is { } target && !found.Contains(target)) found.Add(target);
        if (depth > 64) return;
        foreach (var child in element.Children()) Collect(child, schema, address, found, depth + 1);
    }

    /// <summary>The resource that a reference means; null for one that is not of this server.</summary>
    public static (string Type, string Id)? Read(string reference, Schema schema, string address)
    {
        var text = reference.AsSpan();
        if (address.Length > 0 && reference.StartsWith(address, StringComparison.Ordinal)) text = text[address.Length..].TrimStart('/');
        var parts = text.ToString().Split('/');
        if (parts is not ([_, { Length: > 0 }] or [_, { Length: > 0 }, "_history", _])) return null;
        return schema.FindType(parts[0]) is { Kind: TypeKind.Resource, IsConstraint: false } ? (parts[0], parts[1]) : null;
    }
}
