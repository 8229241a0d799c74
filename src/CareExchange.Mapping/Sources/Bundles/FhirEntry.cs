using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Sources.Bundles;

/// <summary>One resource of a message.</summary>
/// <param name="Text">Where it stands.</param>
/// <param name="Resource">The resource.</param>
/// <param name="FullUrl">What its entry calls it, or null.</param>
/// <param name="Scope">The Bundle it stands in: references are relative to its other entries. Bare resources share one.</param>
internal sealed record FhirEntry(FhirText Text, Element Resource, string? FullUrl, int Scope)
{
    public string Type => Resource.TypeName;

    public string? Id => Resource["id"].Text;

    /// <summary>True where the sender's id means the same next time. In a Bundle of urn:uuid it is made up for this one message.</summary>
    public bool HasLastingId => Id is not null && FullUrl?.StartsWith("urn:", StringComparison.Ordinal) != true;
}
