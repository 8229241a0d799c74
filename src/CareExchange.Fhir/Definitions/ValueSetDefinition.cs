namespace CareExchange.Fhir.Definitions;

/// <summary>A ValueSet as facts: its compose, and its expansion where it was published with one.</summary>
/// <param name="Url">The canonical URL.</param>
/// <param name="Version">The business version.</param>
/// <param name="Include">What is in.</param>
/// <param name="Exclude">What is taken out again.</param>
public sealed record ValueSetDefinition(
    string Url, string? Version, IReadOnlyList<ValueSetSelection> Include, IReadOnlyList<ValueSetSelection> Exclude)
{
    /// <summary>The name for machines, or null.</summary>
    public string? Name { get; init; }

    /// <summary><c>draft</c>, <c>active</c>, <c>retired</c> or <c>unknown</c>; null where not stated.</summary>
    public string? Status { get; init; }

    /// <summary>compose.inactive: whether inactive codes are in; null where not stated, which lets them in.</summary>
    public bool? HoldsInactive { get; init; }

    /// <summary>The codes of the published expansion, kept only where there is no compose; null where there is neither.</summary>
    public IReadOnlyList<ValueSetExpandedCode>? Expansion { get; init; }
}

/// <summary>One code of a published expansion.</summary>
/// <param name="System">The code system, or null for a heading.</param>
/// <param name="Code">The code, or null for a heading.</param>
/// <param name="Display">What people read, or null.</param>
/// <param name="IsAbstract">True where it only groups others.</param>
public sealed record ValueSetExpandedCode(string? System, string? Code, string? Display, bool IsAbstract);

/// <summary>One include or exclude.</summary>
/// <param name="System">The code system, or null where only value sets are named.</param>
/// <param name="Version">The version of the system, or null.</param>
/// <param name="Concepts">Codes named one by one; empty where all (that pass the filters) are meant.</param>
/// <param name="Filters">Conditions, all of which must hold.</param>
/// <param name="ValueSets">Canonicals, all of which must hold the code too.</param>
public sealed record ValueSetSelection(
    string? System,
    string? Version,
    IReadOnlyList<ValueSetConcept> Concepts,
    IReadOnlyList<ValueSetFilter> Filters,
    IReadOnlyList<string> ValueSets);

/// <summary>A code named by a value set.</summary>
/// <param name="Code">The code.</param>
/// <param name="Display">What people read there, or null for the code system's own.</param>
public sealed record ValueSetConcept(string Code, string? Display)
{
    /// <summary>What the concept is called in this value set beside its display.</summary>
    public IReadOnlyList<ConceptDesignation> Designations { get; init; } = [];
}

/// <summary>A condition on the concepts of a code system.</summary>
/// <param name="Property">The property asked for, <c>concept</c> for the code itself.</param>
/// <param name="Op">A code of http://hl7.org/fhir/filter-operator.</param>
/// <param name="Value">What it is compared with.</param>
public sealed record ValueSetFilter(string Property, string Op, string Value);
