using CareExchange.Terminology.ValueSets;

namespace CareExchange.Storage.Search;

/// <summary>The terminology that <c>:in</c>, <c>:not-in</c>, <c>:above</c> and <c>:below</c> are read by, as it stands at one moment. Immutable and thread-safe.</summary>
/// <param name="Membership">Value sets and code systems, stored ones among them.</param>
/// <param name="StoredValueSets">Canonicals of stored ValueSets by their ids: a query may name one as <c>ValueSet/id</c> (R4 search.html#token).</param>
public sealed record SearchTerminology(ValueSetMembership Membership, IReadOnlyDictionary<string, string> StoredValueSets);
