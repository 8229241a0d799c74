using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Profiles;

/// <summary>Which rule made which part of the result from which part of the message.</summary>
/// <param name="Rule">Group and rule names of the map, <c>Person/name</c>.</param>
/// <param name="Source">The field that the rule matched; null for a rule that matched the whole message.</param>
/// <param name="Map">Canonical url of the map that the rule stands in: an imported one has its own.</param>
/// <param name="MapLine">1-based line of the rule in that map's text.</param>
/// <param name="Target">FHIRPath location in the Bundle, <c>Bundle.entry[0].resource.name[0].text</c>.</param>
public sealed record TraceEntry(string Rule, SourcePosition? Source, string Target, string Map, int MapLine);
