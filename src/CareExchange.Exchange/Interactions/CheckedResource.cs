using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.Interactions;

/// <summary>A resource that was read and found valid.</summary>
/// <param name="Document">Its text and elements.</param>
/// <param name="Category">Its data category code.</param>
public sealed record CheckedResource(FhirDocument Document, string Category)
{
    /// <summary>The resource type.</summary>
    public string Type => Document.Root.TypeName;

    /// <summary>The same over a reading of its own, for somebody who needs it longer.</summary>
    internal CheckedResource Copy() => this with { Document = FhirDocument.Parse(Document.Utf8, Document.Schema).Value ?? throw new InvalidOperationException("A checked resource cannot be read.") };
}
