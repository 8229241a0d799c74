using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Patching;

/// <summary>A document while the operations of a JSON Patch are applied to it.</summary>
internal sealed class JsonPatchRun(PatchNode root, long maxCopied)
{
    private PatchNode _root = root;
    private long _copied;

    /// <summary>Applies one operation; null where it went well.</summary>
    public Issue? Apply(JsonPatchOperation operation) => operation.Name switch
    {
        "add" => Add(operation.Path, operation.Value!.Clone()),
        "remove" => Remove(operation.Path),
        "replace" => Replace(operation.Path, operation.Value!.Clone()),
        "move" => Move(operation.From!, operation.Path),
        "copy" => Copy(operation.From!, operation.Path),
        _ => Find(operation.Path) is not { } found ? Missing(operation.Path) : JsonEquality.AreEqual(found, operation.Value!) ? null : PatchIssues.Test(Said(operation.Path)),
    };

    /// <summary>The text, with the white space around the document as it was.</summary>
    public byte[] Result(ReadOnlySpan<byte> document) => _root.ToArray(document);

    private Issue? Add(JsonPointer path, PatchNode value)
    {
        if (path.Steps.Count + value.Depth() > JsonLimits.Default.MaxDepth) return PatchIssues.Depth(JsonLimits.Default.MaxDepth);
        if (path.Steps.Count == 0)
        {
            _root = value;
            return null;
        }

        if (Parent(path) is not { Kind: JsonKind.Object or JsonKind.Array } parent) return Missing(path);
        var step = path.Steps[^1];
        if (parent.Kind == JsonKind.Object)
        {
            parent.Set(step, value);
            return null;
        }

        var index = step == JsonPointer.End ? parent.Members.Count : JsonPointer.Index(step);
        if (index < 0 || index > parent.Members.Count) return PatchIssues.Index(Said(path), parent.Members.Count);
        parent.Insert(index, value);
        return null;
    }

    private Issue? Remove(JsonPointer path)
    {
        if (path.Steps.Count == 0) return PatchIssues.Path("", "a path below the root");
        if (Parent(path) is not { } parent || Member(parent, path.Steps[^1]) is not { } member) return Missing(path);
        parent.Remove(member);
        return null;
    }

    private Issue? Replace(JsonPointer path, PatchNode value)
    {
        if (path.Steps.Count + value.Depth() > JsonLimits.Default.MaxDepth) return PatchIssues.Depth(JsonLimits.Default.MaxDepth);
        if (path.Steps.Count == 0)
        {
            _root = value;
            return null;
        }

        if (Parent(path) is not { } parent || Member(parent, path.Steps[^1]) is not { } member) return Missing(path);
        member.Value = value;
        return null;
    }

    private Issue? Move(JsonPointer from, JsonPointer path)
    {
        if (Find(from) is not { } value) return Missing(from);
        if (from.Contains(path)) return PatchIssues.Inside(Said(path));
        return from == path ? null : Remove(from) ?? Add(path, value);
    }

    private Issue? Copy(JsonPointer from, JsonPointer path)
    {
        if (Find(from) is not { } value) return Missing(from);
        _copied += value.Size();
        return _copied > maxCopied ? PatchIssues.Size(maxCopied) : Add(path, value.Clone());
    }

    private PatchNode? Parent(JsonPointer path) => Find(path.Steps, path.Steps.Count - 1);

    private PatchNode? Find(JsonPointer path) => Find(path.Steps, path.Steps.Count);

    private PatchNode? Find(IReadOnlyList<string> steps, int count)
    {
        var node = _root;
        for (var i = 0; i < count; i++)
        {
            if (Member(node, steps[i]) is not { } member) return null;
            node = member.Value;
        }

        return node;
    }

    private static PatchMember? Member(PatchNode node, string step)
    {
        if (node.Kind == JsonKind.Object) return node.Find(step);
        if (node.Kind != JsonKind.Array) return null;
        var index = JsonPointer.Index(step);
        return index >= 0 && index < node.Members.Count ? node.Members[index] : null;
    }

    private static Issue Missing(JsonPointer path) => PatchIssues.Missing(Said(path));

    private static string Said(JsonPointer path) => string.Concat(path.Steps.Select(step => $"/{step}"));
}
