namespace CareExchange.Fhir.Definitions;

/// <summary>A CompartmentDefinition as facts.</summary>
/// <param name="Url">The canonical URL.</param>
/// <param name="Code">The type at its centre, such as <c>Patient</c>.</param>
/// <param name="Parameters">For each resource type that can be in it: the search parameters that link it to the centre.</param>
public sealed record CompartmentDefinition(string Url, string Code, IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters);
