namespace CareExchange.Storage.Resources;

/// <summary>One page of versions.</summary>
/// <param name="Versions">Newest first.</param>
/// <param name="NextCursor">Opaque, signed and bound to the requester: the value of <c>_cursor</c>, alone, for the next page; null on the last.</param>
public sealed record HistoryResult(IReadOnlyList<StoredResource> Versions, string? NextCursor);
