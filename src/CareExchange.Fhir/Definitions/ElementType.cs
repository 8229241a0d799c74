namespace CareExchange.Fhir.Definitions;

/// <summary>One permitted type of an element.</summary>
/// <param name="Code">The type's name, such as <c>Reference</c> or <c>string</c>.</param>
/// <param name="Profiles">Canonicals one of which a value must meet; empty where any will do.</param>
/// <param name="TargetProfiles">Canonicals one of which the target of a Reference or canonical must meet; empty where any will do.</param>
public sealed record ElementType(string Code, IReadOnlyList<string> Profiles, IReadOnlyList<string> TargetProfiles);
