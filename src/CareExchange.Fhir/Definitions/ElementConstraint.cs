namespace CareExchange.Fhir.Definitions;

/// <summary>An invariant of an element.</summary>
/// <param name="Key">Its key, such as <c>ele-1</c>.</param>
/// <param name="IsError">False where breaking it is only a warning.</param>
/// <param name="Expression">The FHIRPath expression that must not be false; null where the definition has none.</param>
/// <param name="Source">Canonical of the definition that states it, or null.</param>
public sealed record ElementConstraint(string Key, bool IsError, string? Expression, string? Source)
{
    /// <summary>What it asks for, as the definition says it to people; null where it says nothing.</summary>
    public string? Human { get; init; }

    /// <summary>True for a warning that only recommends (extension elementdefinition-bestpractice).</summary>
    public bool IsBestPractice { get; init; }
}
