namespace CareExchange.Fhir.Definitions;

/// <summary>A CodeSystem as facts: codes, displays, order and hierarchy.</summary>
/// <param name="Url">The canonical URL, which is the <c>system</c> of its codings.</param>
/// <param name="Version">The business version.</param>
/// <param name="Content"><c>complete</c>, <c>not-present</c>, <c>fragment</c>, <c>example</c> or <c>supplement</c>.</param>
/// <param name="IsCaseSensitive">False where codes are compared without case.</param>
/// <param name="ValueSet">Canonical of the value set of all its codes, or null.</param>
/// <param name="Concepts">The concepts, parents before their children.</param>
public sealed record CodeSystemDefinition(
    string Url,
    string? Version,
    string Content,
    bool IsCaseSensitive,
    string? ValueSet,
    IReadOnlyList<CodeSystemConcept> Concepts);

/// <summary>One concept of a code system.</summary>
/// <param name="Code">The code.</param>
/// <param name="Display">What people read, or null.</param>
/// <param name="Parent">Index of the concept it stands under; -1 at the top.</param>
/// <param name="Properties">Property values that filters may ask for.</param>
public sealed record CodeSystemConcept(string Code, string? Display, int Parent, IReadOnlyList<(string Code, string Value)> Properties);
