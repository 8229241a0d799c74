namespace CareExchange.Fhir.Definitions;

/// <summary>A ConceptMap as facts.</summary>
/// <param name="Url">The canonical URL.</param>
/// <param name="Version">The business version, or null.</param>
/// <param name="Source">Canonical of the value set it maps from, or null.</param>
/// <param name="Target">Canonical of the value set it maps to, or null.</param>
/// <param name="Groups">The mappings, one group for each pair of code systems.</param>
public sealed record ConceptMapDefinition(string Url, string? Version, string? Source, string? Target, IReadOnlyList<ConceptMapGroup> Groups);

/// <summary>Mappings from one code system to another.</summary>
/// <param name="Source">The system mapped from, or null.</param>
/// <param name="SourceVersion">Its version, or null.</param>
/// <param name="Target">The system mapped to, or null.</param>
/// <param name="TargetVersion">Its version, or null.</param>
/// <param name="Elements">What is mapped.</param>
/// <param name="Unmapped">What to do with a code that no element names; null where nothing is said.</param>
public sealed record ConceptMapGroup(
    string? Source, string? SourceVersion, string? Target, string? TargetVersion, IReadOnlyList<ConceptMapElement> Elements, ConceptMapUnmapped? Unmapped);

/// <summary>One code and what it maps to.</summary>
/// <param name="Code">The code, or null.</param>
/// <param name="Display">What people read, or null.</param>
/// <param name="Targets">What it maps to.</param>
public sealed record ConceptMapElement(string? Code, string? Display, IReadOnlyList<ConceptMapTarget> Targets);

/// <summary>One target of a mapping.</summary>
/// <param name="Code">The code; null where there is none (unmatched).</param>
/// <param name="Display">What people read, or null.</param>
/// <param name="Equivalence">A code of http://hl7.org/fhir/concept-map-equivalence: what the target is to the source.</param>
/// <param name="DependsOn">What else must hold for the mapping to be used.</param>
/// <param name="Products">What else results from the mapping.</param>
public sealed record ConceptMapTarget(
    string? Code, string? Display, string Equivalence, IReadOnlyList<ConceptMapDependency> DependsOn, IReadOnlyList<ConceptMapDependency> Products);

/// <summary>An element beside the mapped one.</summary>
/// <param name="Property">The URI of the property.</param>
/// <param name="System">The code system of the value, or null.</param>
/// <param name="Value">The value.</param>
/// <param name="Display">What people read, or null.</param>
public sealed record ConceptMapDependency(string Property, string? System, string Value, string? Display);

/// <summary>What to do with codes that a group does not name.</summary>
/// <param name="Mode"><c>provided</c>, <c>fixed</c> or <c>other-map</c>.</param>
/// <param name="Code">Of <c>fixed</c>: the code.</param>
/// <param name="Display">Of <c>fixed</c>: what people read.</param>
/// <param name="Url">Of <c>other-map</c>: canonical of the map to ask.</param>
public sealed record ConceptMapUnmapped(string Mode, string? Code, string? Display, string? Url);
