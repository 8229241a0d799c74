namespace CareExchange.Storage.Resources;

/// <summary>One page of matches.</summary>
/// <param name="Matches">In the order asked for.</param>
/// <param name="Total">All matches that the access predicate permits, where it was asked for; the same on every page.</param>
/// <param name="NextCursor">Opaque, signed and bound to the requester: the value of <c>_cursor</c>, alone, for the next page; null on the last.</param>
public sealed record SearchResult(IReadOnlyList<StoredResource> Matches, long? Total, string? NextCursor)
{
    /// <summary>What comes along with the matches of this page; none of them is a match.</summary>
    public IReadOnlyList<StoredResource> Included { get; init; } = [];

    /// <summary>True where more would have come along than is allowed.</summary>
    public bool IsCut { get; init; }
}
