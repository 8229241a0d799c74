using CareExchange.Storage.Indexing;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Loading;

/// <summary>A resource ready to be written as a first version: stamped bytes and index rows, everything that needs no writer.</summary>
/// <remarks>Holds no pooled memory, so it can wait in a queue and be dropped. Written at most once.</remarks>
public sealed class PreparedLoad
{
    internal PreparedLoad(PreparedResource resource, ResourceTags tags)
    {
        (Type, Id, Tags, Index, IndexKeys) = (resource.Type, resource.Id, tags, resource.Index, resource.IndexKeys);
        Json = resource.FirstBytes(out var updatedAt);
        UpdatedAt = updatedAt;
    }

    /// <summary>Resource type.</summary>
    public string Type { get; }

    /// <summary>Logical id.</summary>
    public string Id { get; }

    /// <summary>What access is decided by.</summary>
    public ResourceTags Tags { get; }

    /// <summary>Bytes of the resource; a measure of what a queue of these holds.</summary>
    public int Length => Json.Length;

    internal byte[] Json { get; }

    /// <summary>Where the time stands in <see cref="Json"/>: it is known when the writer's turn comes, and has always the same length.</summary>
    internal int UpdatedAt { get; }

    internal IndexSet Index { get; }

    internal byte[] IndexKeys { get; }
}
