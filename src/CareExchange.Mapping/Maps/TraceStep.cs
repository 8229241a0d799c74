using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>One value that a rule made, kept raw while the map runs; paths are found when somebody asks.</summary>
internal readonly record struct TraceStep(CompiledRule Rule, Element Source, ElementBuilder Target);
