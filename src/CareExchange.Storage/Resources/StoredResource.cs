namespace CareExchange.Storage.Resources;

/// <summary>One version of a resource as it is kept.</summary>
/// <param name="Type">Resource type.</param>
/// <param name="Id">Logical id.</param>
/// <param name="Version">1, 2, 3 …; a deletion is a version too.</param>
/// <param name="LastUpdated">When this version was stored, to the millisecond, UTC.</param>
/// <param name="Deleted">True for the version that a deletion made; its <paramref name="Json"/> is empty.</param>
/// <param name="Json">UTF-8 JSON as it was given, with id, meta.versionId and meta.lastUpdated spliced in: answer it as it is.</param>
/// <param name="Tags">What access is decided by.</param>
public sealed record StoredResource(
    string Type, string Id, long Version, DateTimeOffset LastUpdated, bool Deleted, ReadOnlyMemory<byte> Json, ResourceTags Tags);
