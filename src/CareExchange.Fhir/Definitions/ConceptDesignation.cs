namespace CareExchange.Fhir.Definitions;

/// <summary>Another name of a concept.</summary>
/// <param name="Language">A BCP-47 tag, or null.</param>
/// <param name="Use">The code of what the name is for, or null.</param>
/// <param name="Value">The name.</param>
public sealed record ConceptDesignation(string? Language, string? Use, string Value);
