using CareExchange.Storage.Indexing;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Loading;

/// <summary>A resource ready to be written as a first version: stamped bytes and index rows, everything that needs no writer.</summary>
/// <remarks>Written at most once, and not after the arena is disposed that it was prepared with.</remarks>
public sealed class PreparedLoad
{
    internal PreparedLoad(PreparedResource resource, ResourceTags tags, LoadArena? arena)
    {
        (Type, Id, Tags) = (resource.Type, resource.Id, tags);
        var json = resource.FirstBytes(out var updatedAt);
        UpdatedAt = updatedAt;
        Index = arena is null ? resource.Index : resource.Index.In(arena.Keep(resource.Index.Bytes));
        IndexKeys = arena?.Keep(resource.IndexKeys) ?? resource.IndexKeys;
        Json = arena?.Keep(json) ?? json;
    }

    /// <summary>Resource type.</summary>
    public string Type { get; }

    /// <summary>Logical id.</summary>
    public string Id { get; }

    /// <summary>What access is decided by.</summary>
    public ResourceTags Tags { get; }

    /// <summary>Bytes of the resource; a measure of what a queue of these holds.</summary>
    public int Length => Json.Count;

    internal ArraySegment<byte> Json { get; }

    /// <summary>Where the time stands in <see cref="Json"/>: it is known when the writer's turn comes, and has always the same length.</summary>
    internal int UpdatedAt { get; }

    internal IndexSet Index { get; }

    internal ArraySegment<byte> IndexKeys { get; }
}
