namespace CareExchange.Fhir.Definitions;

/// <summary>One concept of a code system, taken out of its table.</summary>
/// <param name="Code">The code.</param>
/// <param name="Display">What people read, or null.</param>
/// <param name="Parent">Index of the concept it stands under; -1 at the top.</param>
/// <param name="Properties">Property values; codings keep only their code.</param>
public sealed record CodeSystemConcept(string Code, string? Display, int Parent, IReadOnlyList<(string Code, string Value)> Properties)
{
    /// <summary>What the concept is called elsewhere: in other languages, for other uses.</summary>
    public IReadOnlyList<ConceptDesignation> Designations { get; init; } = [];
}
