using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Loading;

/// <summary>A resource ready to be written as a first version: stamped bytes and index rows, everything that needs no writer.</summary>
/// <remarks>Written at most once, and not after the arena is disposed that it was prepared with.</remarks>
public sealed class PreparedLoad
{
    private static readonly Func<int, ArraySegment<byte>> s_own = length => new byte[length];

    private PreparedLoad(FhirDocument document, IndexedType type, IndexExtractor extractor, string id, ResourceTags tags, Func<int, ArraySegment<byte>> room)
    {
        (Type, Id, Tags) = (document.Root.TypeName, id, tags);
        Index = extractor.Extract(document.Root, type, room);
        IndexKeys = Indexing.IndexKeys.Write(Index, type.Hash, room);
        Json = VersionTemplate.First(document, id, room, out var updatedAt);
        UpdatedAt = updatedAt;
    }

    internal static Outcome<PreparedLoad> Of(IndexCatalog catalog, IndexExtractor extractor, FhirDocument document, string id, ResourceTags tags, LoadArena? arena)
    {
        var type = PreparedResource.TypeOf(catalog, document, id);
        return type.Value is { } indexed ? new PreparedLoad(document, indexed, extractor, id, tags, arena?.Room ?? s_own) : Outcome.Failure<PreparedLoad>(type.Issues);
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
