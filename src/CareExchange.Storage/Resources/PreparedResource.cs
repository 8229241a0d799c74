using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Resources;

/// <summary>A resource read, checked for its name, indexed and stamped: all the work that needs no writer. Stored once, from one flow.</summary>
public sealed class PreparedResource
{
    private readonly VersionTemplate _template;
    private StoredResource? _stamped;

    private PreparedResource(string type, string id, FhirDocument document, IndexSet index, long hash, ResourceTags tags)
    {
        (Type, Id, Tags, Index, _template) = (type, id, tags, index, VersionTemplate.Of(document, id));
        IndexKeys = Indexing.IndexKeys.Write(index, hash);
    }

    /// <summary>Resource type.</summary>
    public string Type { get; }

    /// <summary>Logical id.</summary>
    public string Id { get; }

    /// <summary>What access is decided by.</summary>
    public ResourceTags Tags { get; }

    /// <summary>The version that must be current; 0 for "must not exist"; null for any.</summary>
    public long? IfMatch { get; init; }

    /// <summary>Judges what stands under this id (null for nothing, or a tombstone) while nobody else can change it; an issue refuses the put. Must be quick.</summary>
    public Func<StoredResource?, Issue?>? Guard { get; init; }

    /// <summary>True where the id was made for this resource and nobody else can know it, so that nothing has to be looked for.</summary>
    public bool IsNew { get; init; }

    /// <summary>True where nothing may ever have stood under its id, nothing deleted either: then it is the first version, which is known before it is written.</summary>
    public bool IsFirst { get; private init; }

    internal IndexSet Index { get; }

    internal byte[] IndexKeys { get; }

    internal (string Type, string Id) Key => (Type, Id);

    internal static Outcome<PreparedResource> Of(IndexCatalog catalog, IndexExtractor extractor, string type, string id, ReadOnlyMemory<byte> json, ResourceTags tags)
    {
        if (catalog.Find(type) is null) return StoreIssues.UnknownType(type);
        if (!IsId(id)) return StoreIssues.MalformedId(id);
        var document = FhirDocument.Parse(json, catalog.Schema);
        if (document.Value is not { } parsed) return Outcome.Failure<PreparedResource>(document.Issues);
        using (parsed) return parsed.Root.TypeName == type ? Of(catalog, extractor, parsed, id, tags) : StoreIssues.OtherType(type, parsed.Root.TypeName);
    }

    /// <summary>The same for a resource that was read before; nothing of the document is needed afterwards.</summary>
    internal static Outcome<PreparedResource> Of(IndexCatalog catalog, IndexExtractor extractor, FhirDocument parsed, string id, ResourceTags tags)
    {
        var type = TypeOf(catalog, parsed, id);
        return type.Value is { } indexed ? new PreparedResource(parsed.Root.TypeName, id, parsed, extractor.Extract(parsed.Root, indexed), indexed.Hash, tags) : Outcome.Failure<PreparedResource>(type.Issues);
    }

    /// <summary>What a resource is indexed by; or why it cannot be stored under this id.</summary>
    internal static Outcome<IndexedType> TypeOf(IndexCatalog catalog, FhirDocument parsed, string id)
    {
        var root = parsed.Root;
        if (catalog.Find(root.TypeName) is not { } indexed) return StoreIssues.UnknownType(root.TypeName);
        if (!IsId(id)) return StoreIssues.MalformedId(id);
        if (root["meta"] is { Exists: true } meta && (meta.Kind != JsonKind.Object || meta.IsItem)) return StoreIssues.MetaIsNoObject(meta.Path);
        return indexed;
    }

    /// <summary>The same put under conditions.</summary>
    public PreparedResource Under(long? ifMatch, Func<StoredResource?, Issue?>? guard) => new(this) { IfMatch = ifMatch, Guard = guard, IsNew = IsNew };

    /// <summary>The first put under an id that somebody else may use as well (<see cref="IsFirst"/>).</summary>
    public PreparedResource First() => new(this) { IfMatch = 0, IsFirst = true };

    /// <summary>The first put under an id that was made for it (<see cref="IsNew"/>).</summary>
    public PreparedResource New() => new(this) { IfMatch = 0, IsNew = true };

    /// <summary>The resource as this version of itself; stamped ahead where somebody asked for the same version before.</summary>
    internal StoredResource As(long version, DateTimeOffset now)
    {
        if (_stamped is { } stamped && stamped.Version == version) return stamped;
        return _stamped = new StoredResource(Type, Id, version, now, false, _template.Write(version, now), Tags);
    }

    /// <summary>True where it says what stands there already.</summary>
    internal bool IsUnchanged(StoredResource standing) =>
        standing is { Deleted: false } && standing.Tags == Tags
        && VersionStamp.SameContent(standing.Json.Span, _template.Write(standing.Version, standing.LastUpdated));

    private PreparedResource(PreparedResource other)
    {
        (Type, Id, Tags, Index, IndexKeys, _template, _stamped) = (other.Type, other.Id, other.Tags, other.Index, other.IndexKeys, other._template, other._stamped);
    }

    // R4 datatypes.html#id.
    private static bool IsId(string id) => id.Length is >= 1 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
}
