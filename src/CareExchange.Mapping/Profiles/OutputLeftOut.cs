using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Profiles;

/// <summary>A resource that starts a row and is not in the table, because its row cannot be written.</summary>
/// <param name="Entry">Its place in the Bundle, from 0.</param>
/// <param name="Reference"><c>Type/id</c>; null where it has no id.</param>
/// <param name="Issues">Why: the first is an error.</param>
public sealed record OutputLeftOut(int Entry, string? Reference, IReadOnlyList<Issue> Issues);
