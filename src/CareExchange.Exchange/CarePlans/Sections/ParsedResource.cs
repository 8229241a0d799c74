using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>A permitted resource before it is known which message it came from.</summary>
internal sealed record ParsedResource(StoredResource Stored, Element Root)
{
    public string Reference { get; } = $"{Stored.Type}/{Stored.Id}";
}
