using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Patching;

/// <summary>FHIRPath Patch (R4 fhirpatch.html): operations in a Parameters resource, whichever format they came in.</summary>
/// <remarks>All operations or none, each on what the one before it left. What no operation touches stays byte for byte; elements that lose their last content go too.</remarks>
public static class FhirPathPatch
{
    /// <summary>The most operations of one patch.</summary>
    public const int MaxOperations = 1_000;

    // Every operation reads the resource once more, so the product of both is what a stranger may ask for.
    private const long MaxRead = 1024L * 1024 * 1024;

    /// <summary>Applies a patch.</summary>
    /// <param name="resource">The root of a document, JSON or read from XML; it is not changed.</param>
    /// <param name="parameters">The root of the Parameters resource.</param>
    /// <returns>
    /// The new resource as JSON, or one issue that names the operation: <c>patch-syntax</c>, <c>patch-operation</c>, <c>patch-required</c>, <c>patch-path</c>,
    /// <c>patch-target-missing</c>, <c>patch-target-many</c>, <c>patch-index</c>, <c>patch-list</c>, <c>patch-exists</c>, <c>patch-element-unknown</c>,
    /// <c>patch-type</c>, <c>patch-size</c>, <c>patch-depth</c>, or what FHIRPath says of the path (<c>fhirpath-…</c>).
    /// </returns>
    public static Outcome<byte[]> Apply(Element resource, Element parameters)
    {
        if (parameters.TypeName != "Parameters") return PatchIssues.Shape("a Parameters resource");
        if (!resource.Exists || resource.Kind != JsonKind.Object) return PatchIssues.Empty("a resource");
        var document = resource.Document;
        var root = resource == document.Root ? null : resource.TypeName;
        var json = root is null ? document.Utf8 : resource.Raw.ToArray();
        var (index, read) = (0, 0L);
        foreach (var parameter in parameters.Children("parameter"))
        {
            read += json.Length;
            if (index >= MaxOperations) return PatchIssues.Size(MaxOperations).At(index);
            if (read > MaxRead) return PatchIssues.Size(MaxRead).At(index);
            var operation = FhirPathPatchOperation.Read(parameter);
            if (operation.Value is not { } parsed) return operation.Issues[0].At(index);
            var outcome = Apply(json, document, resource.TypeName, parsed);
            if (outcome.Value is not { } next) return outcome.Issues[0].At(index);
            json = next;
            index++;
        }

        return json.ToArray();
    }

    private static Outcome<byte[]> Apply(ReadOnlyMemory<byte> json, FhirDocument like, string typeName, FhirPathPatchOperation operation)
    {
        var outcome = FhirDocument.Parse(json, like.Schema, typeName);
        if (outcome.Value is not { } document) return PatchIssues.Depth(JsonLimits.Default.MaxDepth);
        using (document)
        {
            var run = new FhirPathPatchRun(document);
            return run.Apply(operation) is { } issue ? issue : run.Result();
        }
    }
}
