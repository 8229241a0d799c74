namespace CareExchange.Storage.Search;

/// <summary>A question to the full-text index, and the answer for what the index does not have yet.</summary>
/// <param name="Updated">The time up to which the index is complete, in µs since 1970.</param>
/// <param name="Row">The row at that time up to which it is complete.</param>
/// <param name="Newer">The rows after it that match.</param>
public sealed record TextMatch(long Updated, long Row, IReadOnlyList<long> Newer);
