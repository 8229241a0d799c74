using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Resources;

/// <summary>A resource read, checked for its name and indexed: all the work that needs no writer.</summary>
internal sealed record PreparedResource(string Type, string Id, FhirDocument Document, IReadOnlyCollection<IndexRow> Index, ResourceTags Tags)
{
    public static Outcome<PreparedResource> Of(IndexCatalog catalog, IndexExtractor extractor, string type, string id, ReadOnlyMemory<byte> json, ResourceTags tags)
    {
        if (catalog.Find(type) is null) return StoreIssues.UnknownType(type);
        var document = FhirDocument.Parse(json, catalog.Schema);
        if (document.Value is not { } parsed) return Outcome.Failure<PreparedResource>(document.Issues);
        return parsed.Root.TypeName == type ? Of(catalog, extractor, parsed, id, tags) : StoreIssues.OtherType(type, parsed.Root.TypeName);
    }

    /// <summary>The same for a resource that was read before.</summary>
    public static Outcome<PreparedResource> Of(IndexCatalog catalog, IndexExtractor extractor, FhirDocument parsed, string id, ResourceTags tags)
    {
        var root = parsed.Root;
        var type = root.TypeName;
        if (catalog.Find(type) is not { } indexed) return StoreIssues.UnknownType(type);
        if (!IsId(id)) return StoreIssues.MalformedId(id);
        if (root["meta"] is { Exists: true } meta && (meta.Kind != JsonKind.Object || meta.IsItem)) return StoreIssues.MetaIsNoObject(meta.Path);
        return new PreparedResource(type, id, parsed, extractor.Extract(root, indexed), tags);
    }

    // R4 datatypes.html#id.
    private static bool IsId(string id) => id.Length is >= 1 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
}
