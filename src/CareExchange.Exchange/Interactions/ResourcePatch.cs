using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Patching;
using CareExchange.Fhir.Xml;

namespace CareExchange.Exchange.Interactions;

/// <summary>A change to a resource as it was sent (R4 http.html#patch).</summary>
/// <param name="Kind">How it is written.</param>
/// <param name="Body">Its text; of a FHIRPath Patch a Parameters resource in either format.</param>
public sealed record ResourcePatch(ResourcePatchKind Kind, ResourceBody Body)
{
    /// <summary>The patch that an entry of a Bundle carries: Parameters, or a Binary with a JSON Patch or an XML Patch.</summary>
    /// <returns>The patch; or <c>patch-request</c>.</returns>
    public static Outcome<ResourcePatch> Of(Element resource)
    {
        if (resource.TypeName == "Parameters") return new ResourcePatch(ResourcePatchKind.FhirPath, new(resource.Raw.ToArray()));
        var kind = resource["contentType"].Text switch
        {
            "application/json-patch+json" => ResourcePatchKind.Json,
            "application/xml-patch+xml" => ResourcePatchKind.Xml,
            _ => (ResourcePatchKind?)null,
        };
        var data = new byte[(resource["data"].Text?.Length ?? 0) + 1];
        return resource.TypeName == "Binary" && kind is { } known && Convert.TryFromBase64String(resource["data"].Text ?? "", data, out var length)
            ? new ResourcePatch(known, new(data.AsMemory(0, length), IsXml: known == ResourcePatchKind.Xml))
            : Issue.Error("invalid", "patch-request", "The entry carries no patch.", "항목에 패치가 없습니다.") with { Expected = "Parameters, or Binary with application/json-patch+json or application/xml-patch+xml" };
    }

    /// <summary>Applies the change.</summary>
    /// <returns>The changed text, not validated yet; or what is wrong with the patch: the reader's issues, or <c>patch-…</c>.</returns>
    public Outcome<ResourceBody> Apply(ReadOnlyMemory<byte> json, Schema schema)
    {
        if (Kind == ResourcePatchKind.Json) return Changed(JsonPatch.Apply(json, Body.Bytes), isXml: false);
        using var document = FhirDocument.Parse(json, schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
        if (Kind == ResourcePatchKind.Xml) return Changed(XmlPatch.Apply(FhirXml.Write(document.Root), Body.Bytes), isXml: true);
        var parameters = Body.Read(schema);
        return parameters.Value is { } read ? Changed(FhirPathPatch.Apply(document.Root, read.Root), isXml: false) : Outcome.Failure<ResourceBody>(parameters.Issues);
    }

    private Outcome<ResourceBody> Changed(Outcome<byte[]> changed, bool isXml) =>
        changed.Value is { } bytes ? new ResourceBody(bytes, isXml) { Address = Body.Address } : Outcome.Failure<ResourceBody>(changed.Issues);
}
