using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Patching;

/// <summary>One <c>operation</c> parameter of a FHIRPath Patch (R4 fhirpatch.html).</summary>
internal sealed record FhirPathPatchOperation
{
    public required string Type { get; init; }

    public required string Path { get; init; }

    /// <summary>Of add: the property.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of add, insert and replace.</summary>
    public PatchValue? Value { get; init; }

    /// <summary>Of insert: where; of move: where it was.</summary>
    public int Index { get; init; }

    /// <summary>Of move: where it will be.</summary>
    public int Destination { get; init; }

    public static Outcome<FhirPathPatchOperation> Read(Element parameter)
    {
        if (parameter["name"].Text is not "operation") return PatchIssues.Shape("parameters named 'operation'");
        var parts = new Dictionary<string, Element>(StringComparer.Ordinal);
        foreach (var part in parameter.Children("part"))
        {
            if (part["name"].Text is { } key && !parts.TryAdd(key, part)) return PatchIssues.Required(key);
        }

        if (Text(parts, "type") is not { } type) return PatchIssues.Required("type");
        if (type is not ("add" or "insert" or "delete" or "replace" or "move")) return PatchIssues.Operation(type, "add insert delete replace move");
        if (Text(parts, "path") is not { Length: > 0 } path) return PatchIssues.Required("path");
        var name = Text(parts, "name") ?? "";
        if (type == "add" && name.Length == 0) return PatchIssues.Required("name");
        var value = parts.TryGetValue("value", out var found) ? ReadValue(found) : null;
        if (type is "add" or "insert" or "replace" && value is null) return PatchIssues.Required("value");
        var (index, destination) = (0, 0);
        if (type == "insert" && !TryNumber(parts, "index", out index)) return PatchIssues.Required("index");
        if (type == "move" && !TryNumber(parts, "source", out index)) return PatchIssues.Required("source");
        if (type == "move" && !TryNumber(parts, "destination", out destination)) return PatchIssues.Required("destination");
        return new FhirPathPatchOperation { Type = type, Path = path, Name = name, Value = value, Index = index, Destination = destination };
    }

    private static string? Text(Dictionary<string, Element> parts, string name) => parts.TryGetValue(name, out var part) ? part["value"].Text : null;

    private static bool TryNumber(Dictionary<string, Element> parts, string name, out int value) =>
        int.TryParse(Text(parts, name), NumberStyles.None, CultureInfo.InvariantCulture, out value);

    // A type that Parameters cannot carry, such as a backbone element, comes in parts that have the names of its elements.
    private static PatchValue? ReadValue(Element part)
    {
        if (part["value"] is { Exists: true } value) return new(value.TypeName, Node(value.Raw), value.TwinRaw.IsEmpty ? null : Node(value.TwinRaw));
        if (part["resource"] is { Exists: true } resource) return new("Resource", Node(resource.Raw), null);
        var parts = new List<(string, PatchValue)>();
        foreach (var inner in part.Children("part"))
        {
            if (inner["name"].Text is not { } name || ReadValue(inner) is not { } content) return null;
            parts.Add((name, content));
        }

        return parts.Count == 0 ? null : new(null, null, null, parts);
    }

    private static PatchNode? Node(ReadOnlySpan<byte> json) => json.IsEmpty ? null : PatchNode.Of(json.ToArray());
}
