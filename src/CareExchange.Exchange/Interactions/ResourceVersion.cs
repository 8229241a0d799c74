using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>One version of a resource as it may be answered.</summary>
/// <param name="Type">Resource type.</param>
/// <param name="Id">Logical id.</param>
/// <param name="Version">1, 2, 3 …</param>
/// <param name="LastUpdated">When it was stored.</param>
/// <param name="Deleted">True for the version that a deletion made.</param>
/// <param name="Json">The bytes that may leave; empty where deleted.</param>
public sealed record ResourceVersion(string Type, string Id, long Version, DateTimeOffset LastUpdated, bool Deleted, ReadOnlyMemory<byte> Json)
{
    /// <summary>How it came to be, for a history; what a deletion made is a DELETE.</summary>
    public ResourceOrigin Origin { get; init; }

    internal static ResourceVersion Of(StoredResource stored) => Of(stored, stored.Json);

    internal static ResourceVersion Of(StoredResource stored, ReadOnlyMemory<byte> json) =>
        new(stored.Type, stored.Id, stored.Version, stored.LastUpdated, stored.Deleted, json);
}
