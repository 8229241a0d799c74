namespace CareExchange.Storage.Database;

/// <summary>What decides, beside the schema, by which search parameters resources are indexed: as it stood at one moment. Immutable.</summary>
/// <param name="Stamp">Differs after every change of it, by whichever node.</param>
/// <param name="SearchParameters">The stored SearchParameters, JSON, in the order in which they were first stored; deleted ones not.</param>
/// <param name="Complete">By type, the parameters whose index holds everything that is stored, as <c>code:fingerprint</c>; <c>?</c> where nobody knows.</param>
/// <param name="Progress">By type, how many resources an index that is being built has, and how many there are.</param>
/// <param name="Changed">When a SearchParameter was last stored, changed or deleted, µs since 1970; 0 for never.</param>
internal sealed record IndexDefinitions(
    string Stamp,
    IReadOnlyList<byte[]> SearchParameters,
    IReadOnlyDictionary<string, string> Complete,
    IReadOnlyDictionary<string, (long Done, long Total)> Progress,
    long Changed)
{
    /// <summary>Nothing is stored.</summary>
    public static IndexDefinitions None { get; } = new("", [], new Dictionary<string, string>(), new Dictionary<string, (long, long)>(), 0);
}
