using CareExchange.Fhir.Definitions;

namespace CareExchange.Terminology.CodeSystems;

/// <summary>Everything known of one concept.</summary>
/// <param name="System">The code system.</param>
/// <param name="Code">The code as the system writes it.</param>
/// <param name="Display">What people read, or null.</param>
public sealed record ConceptDetails(CodeSystemDefinition System, string Code, string? Display)
{
    /// <summary>True where it only groups others.</summary>
    public bool IsAbstract { get; init; }

    /// <summary>True where it is no longer to be used.</summary>
    public bool IsInactive { get; init; }

    /// <summary>Its other names.</summary>
    public IReadOnlyList<ConceptDesignation> Designations { get; init; } = [];

    /// <summary>Its properties; parents and children among them as <c>parent</c> and <c>child</c>.</summary>
    public IReadOnlyList<ConceptProperty> Properties { get; init; } = [];
}

/// <summary>One property of a concept.</summary>
/// <param name="Code">Its name.</param>
/// <param name="Value">Its value as text.</param>
/// <param name="Type"><c>code</c>, <c>Coding</c>, <c>string</c>, <c>integer</c>, <c>boolean</c>, <c>dateTime</c> or <c>decimal</c>.</param>
/// <param name="Description">What the value is called, or null.</param>
public sealed record ConceptProperty(string Code, string Value, string Type, string? Description);
