using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.ConceptMaps;

/// <summary>What a code translates to.</summary>
/// <param name="Matches">Every mapping found, those that say there is none included, in the maps' order.</param>
public sealed record Translation(IReadOnlyList<TranslationMatch> Matches)
{
    /// <summary>True where some match is a translation, and not the statement that there is none.</summary>
    public bool Succeeded => Matches.Any(match => match.Equivalence is not ("unmatched" or "disjoint") && match.Code is not null);
}

/// <summary>One mapping of a code.</summary>
/// <param name="Equivalence">A code of http://hl7.org/fhir/concept-map-equivalence: what the match is to the code asked for.</param>
/// <param name="System">The system it was translated to, or null.</param>
/// <param name="Code">The code; null where there is none.</param>
/// <param name="Display">What people read, or null.</param>
/// <param name="Map">Canonical of the map that says so.</param>
/// <param name="Products">What else results.</param>
public sealed record TranslationMatch(
    string Equivalence, string? System, string? Code, string? Display, string Map, IReadOnlyList<ConceptMapDependency> Products);
