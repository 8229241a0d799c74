using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Fhir.Elements;

namespace CareExchange.Exchange.CarePlans.Sections;

/// <summary>A permitted resource, parsed, with who said it.</summary>
/// <param name="Category">Its data category: it decides the section where the type alone does not.</param>
internal sealed record PlanResource(string Type, string Id, long Version, string Category, Element Root, Source Source)
{
    public string Reference { get; } = $"{Type}/{Id}";
}
