using CareExchange.Fhir.Elements;

namespace CareExchange.Mapping.Maps;

/// <summary>One value that a rule made, kept raw while the map runs; paths are found when somebody asks.</summary>
/// <param name="Source">Byte offset of the element that the rule matched; -1 for none.</param>
internal readonly record struct TraceStep(CompiledRule Rule, int Source, ElementBuilder Target);

/// <summary>A reference whose text is written when the Bundle is complete.</summary>
internal readonly record struct PendingReference(ElementBuilder Primitive, ElementBuilder Resource, Element Origin, CompiledRule? Rule);
