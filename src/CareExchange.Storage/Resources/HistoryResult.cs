namespace CareExchange.Storage.Resources;

/// <summary>One page of versions.</summary>
/// <param name="Versions">Newest first, or as the request says.</param>
/// <param name="NextCursor">Opaque, signed and bound to the requester: the value of <c>_cursor</c>, alone, for the next page; null on the last.</param>
public sealed record HistoryResult(IReadOnlyList<StoredResource> Versions, string? NextCursor)
{
    /// <summary>Of each version, whether the one before it was a deletion: the resource came into being anew.</summary>
    public IReadOnlyList<bool> Revivals { get; init; } = [];
}
