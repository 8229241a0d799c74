namespace CareExchange.Mapping.Fml;

/// <summary>A code list written inside a map: <c>conceptmap "#name" { prefix … s:a == t:b }</c>.</summary>
internal sealed record EmbeddedConceptMap(
    string Id, IReadOnlyList<ConceptPrefix> Prefixes, IReadOnlyList<ConceptUnmapped> Unmapped, IReadOnlyList<ConceptLine> Lines, MapPosition Position)
{
    public MapComments Comments { get; init; } = MapComments.None;

    public IReadOnlyList<string> Closing { get; init; } = [];
}

internal sealed record ConceptPrefix(string Name, string Url);

/// <summary><c>unmapped for s = provided</c>, or a fixed code in quotes.</summary>
internal sealed record ConceptUnmapped(string Prefix, string? FixedCode);

/// <param name="Equivalence">A code of http://hl7.org/fhir/concept-map-equivalence.</param>
/// <param name="TargetPrefix">Null where the source is unmatched.</param>
internal sealed record ConceptLine(string SourcePrefix, string SourceCode, string Equivalence, string? TargetPrefix, string? TargetCode)
{
    public MapComments Comments { get; init; } = MapComments.None;
}
