using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Patching;

/// <summary>One operation of a JSON Patch as it is written.</summary>
/// <param name="Name">add, remove, replace, move, copy or test.</param>
/// <param name="Path">Where.</param>
/// <param name="From">Of move and copy: from where.</param>
/// <param name="Value">Of add, replace and test.</param>
internal sealed record JsonPatchOperation(string Name, JsonPointer Path, JsonPointer? From, PatchNode? Value)
{
    /// <summary>Reads one; members that RFC 6902 does not know are left alone (§4).</summary>
    public static Outcome<JsonPatchOperation> Read(PatchNode node)
    {
        if (node.Kind != JsonKind.Object) return PatchIssues.Shape("an operation is an object");
        var name = Text(node, "op");
        if (name is null) return PatchIssues.Required("op");
        if (name is not ("add" or "remove" or "replace" or "move" or "copy" or "test")) return PatchIssues.Operation(name, "add remove replace move copy test");
        if (Text(node, "path") is not { } path) return PatchIssues.Required("path");
        if (JsonPointer.Read(path) is not { } pointer) return PatchIssues.Path(path, "a JSON Pointer");
        JsonPointer? source = null;
        if (name is "move" or "copy")
        {
            if (Text(node, "from") is not { } from) return PatchIssues.Required("from");
            source = JsonPointer.Read(from);
            if (source is null) return PatchIssues.Path(from, "a JSON Pointer");
        }

        var value = name is "add" or "replace" or "test" ? Only(node, "value") : null;
        if (name is "add" or "replace" or "test" && value is null) return PatchIssues.Required("value");
        return new JsonPatchOperation(name, pointer, source, value);
    }

    private static string? Text(PatchNode node, string name) => Only(node, name) is { Kind: JsonKind.String } value ? value.Text : null;

    // Two members of one name would mean two things to two readers (RFC 6902 A.13).
    private static PatchNode? Only(PatchNode node, string name)
    {
        PatchNode? found = null;
        foreach (var member in node.Members)
        {
            if (!string.Equals(member.Name, name, StringComparison.Ordinal)) continue;
            if (found is not null) return null;
            found = member.Value;
        }

        return found;
    }
}
