using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Interactions;

/// <summary>A resource that was read and found valid.</summary>
/// <param name="Document">Its text and elements.</param>
/// <param name="Category">Its data category code.</param>
public sealed record CheckedResource(FhirDocument Document, string Category)
{
    /// <summary>The resource type.</summary>
    public string Type => Document.Root.TypeName;
}
