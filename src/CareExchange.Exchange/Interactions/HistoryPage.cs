namespace CareExchange.Exchange.Interactions;

/// <summary>One page of a history.</summary>
/// <param name="Query">The query as it was understood, for the self link.</param>
/// <param name="Versions">Newest first, with the bytes that may leave.</param>
/// <param name="NextCursor">The value of <c>_cursor</c> for the next page; null on the last.</param>
public sealed record HistoryPage(string Query, IReadOnlyList<ResourceVersion> Versions, string? NextCursor)
{
    /// <summary>How many versions there are, where the page holds all of them; null where only counting would tell.</summary>
    public int? Total { get; init; }
}
