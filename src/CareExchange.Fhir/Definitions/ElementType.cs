namespace CareExchange.Fhir.Definitions;

/// <summary>One permitted type of an element.</summary>
/// <param name="Code">The type's name, such as <c>Reference</c> or <c>string</c>; of a logical model its URL.</param>
/// <param name="Profiles">Canonicals one of which a value must meet; empty where any will do.</param>
/// <param name="TargetProfiles">Canonicals one of which the target of a Reference or canonical must meet; empty where any will do.</param>
public sealed record ElementType(string Code, IReadOnlyList<string> Profiles, IReadOnlyList<string> TargetProfiles)
{
    /// <summary>How a reference may reach its target: <c>contained</c>, <c>referenced</c>, <c>bundled</c>; empty where any way will do.</summary>
    public IReadOnlyList<string> Aggregation { get; init; } = [];

    /// <summary>Whether a reference names a version: <c>either</c>, <c>independent</c>, <c>specific</c>; null where nothing is said.</summary>
    public string? Versioning { get; init; }

    /// <summary>The regular expression of the extension <c>regex</c> on this type, or null.</summary>
    public string? Regex { get; init; }
}
