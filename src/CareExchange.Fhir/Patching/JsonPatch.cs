using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Patching;

/// <summary>JSON Patch (RFC 6902) on the text of a resource, or on any JSON.</summary>
/// <remarks>All operations or none. What no operation touches stays byte for byte, white space included.</remarks>
public static class JsonPatch
{
    /// <summary>The most operations of one patch.</summary>
    public const int MaxOperations = 10_000;

    // copy can double a document with each operation, so what is made is counted.
    private const long MaxCopied = 64L * 1024 * 1024;

    /// <summary>Applies a patch.</summary>
    /// <param name="document">UTF-8 JSON; it is not changed.</param>
    /// <param name="patch">UTF-8 JSON, an array of operations.</param>
    /// <returns>
    /// The new text, or one issue that names the operation: the reader's own (<c>json-…</c>), <c>patch-syntax</c>, <c>patch-operation</c>, <c>patch-required</c>,
    /// <c>patch-path</c>, <c>patch-target-missing</c>, <c>patch-index</c>, <c>patch-test</c>, <c>patch-move</c>, <c>patch-size</c>, <c>patch-depth</c>.
    /// Any bytes give one or the other.
    /// </returns>
    public static Outcome<byte[]> Apply(ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> patch)
    {
        var target = PatchText.Read(document);
        if (target.Value is not { } text) return Outcome.Failure<byte[]>(target.Issues);
        var read = PatchText.Read(patch);
        if (read.Value is not { } patchText) return Outcome.Failure<byte[]>(read.Issues);
        var operations = new PatchNode(patchText, 0);
        if (operations.Kind != JsonKind.Array) return PatchIssues.Shape("an array of operations");
        if (operations.Members.Count > MaxOperations) return PatchIssues.Size(MaxOperations);
        var run = new JsonPatchRun(new(text, 0), MaxCopied);
        for (var i = 0; i < operations.Members.Count; i++)
        {
            var operation = JsonPatchOperation.Read(operations.Members[i].Value);
            if (operation.Value is not { } parsed) return operation.Issues[0].At(i);
            if (run.Apply(parsed) is { } issue) return issue.At(i);
        }

        return operations.Members.Count == 0 ? document.ToArray() : run.Result(document.Span);
    }
}
