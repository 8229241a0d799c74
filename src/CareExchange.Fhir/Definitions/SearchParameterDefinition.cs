namespace CareExchange.Fhir.Definitions;

/// <summary>A SearchParameter as facts.</summary>
/// <param name="Url">The canonical URL.</param>
/// <param name="Code">The name in a query.</param>
/// <param name="Type"><c>number</c>, <c>date</c>, <c>string</c>, <c>token</c>, <c>reference</c>, <c>composite</c>, <c>quantity</c>, <c>uri</c> or <c>special</c>.</param>
/// <param name="Base">The resource types it applies to.</param>
/// <param name="Expression">The FHIRPath expression; null for the special ones.</param>
/// <param name="Target">The types a reference may point at.</param>
/// <param name="Components">Of a composite: the parameters (canonical) and their expressions.</param>
public sealed record SearchParameterDefinition(
    string Url,
    string Code,
    string Type,
    IReadOnlyList<string> Base,
    string? Expression,
    IReadOnlyList<string> Target,
    IReadOnlyList<SearchParameterComponent> Components);

/// <summary>One part of a composite search parameter.</summary>
/// <param name="Definition">Canonical of the part's own parameter.</param>
/// <param name="Expression">FHIRPath from what the composite's expression finds.</param>
public sealed record SearchParameterComponent(string Definition, string Expression);
