namespace CareExchange.Exchange.Interactions;

/// <summary>How a patch is written.</summary>
public enum ResourcePatchKind
{
    /// <summary>JSON Patch (RFC 6902).</summary>
    Json,

    /// <summary>XML Patch (RFC 5261).</summary>
    Xml,

    /// <summary>FHIRPath Patch (R4 fhirpatch.html).</summary>
    FhirPath,
}
