using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.ValueSets;

/// <summary>The codes of a value set, one by one.</summary>
/// <param name="Definition">The value set.</param>
/// <param name="Total">How many codes it has after the filter, whichever page is listed.</param>
/// <param name="Offset">How many were passed over.</param>
/// <param name="Contains">The codes of the page; those below others stand inside them where the hierarchy was kept.</param>
/// <param name="UsedSystems">The code systems it was made from, as <c>url|version</c>.</param>
public sealed record ValueSetExpansion(
    ValueSetDefinition Definition, int Total, int Offset, IReadOnlyList<ExpandedCode> Contains, IReadOnlyList<string> UsedSystems);

/// <summary>One code of an expansion.</summary>
/// <param name="System">Its code system.</param>
/// <param name="Code">The code.</param>
/// <param name="Display">What people read, or null.</param>
public sealed record ExpandedCode(string System, string Code, string? Display)
{
    /// <summary>True where it only groups others.</summary>
    public bool IsAbstract { get; init; }

    /// <summary>True where it is no longer to be used.</summary>
    public bool IsInactive { get; init; }

    /// <summary>Its other names, where they were asked for.</summary>
    public IReadOnlyList<ConceptDesignation> Designations { get; init; } = [];

    /// <summary>The codes below it.</summary>
    public IReadOnlyList<ExpandedCode> Contains { get; init; } = [];
}
