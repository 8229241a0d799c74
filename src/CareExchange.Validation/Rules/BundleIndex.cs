using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>The entries of one Bundle by what references call them; read once, so that a Bundle is judged in time linear in its size.</summary>
internal sealed class BundleIndex
{
    private static readonly IReadOnlyList<Element> None = [];

    private readonly Dictionary<string, List<Element>> _byUrl = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Element>> _byTypeAndId = new(StringComparer.Ordinal);

    /// <summary>Reads the entries.</summary>
    public BundleIndex(Element bundle)
    {
        foreach (var entry in bundle.Children("entry"))
        {
            if (entry["fullUrl"].Text is { } url) Add(_byUrl, url, entry);
            if (entry["resource"] is { Exists: true } resource && resource["id"].Text is { } id) Add(_byTypeAndId, $"{resource.TypeName}/{id}", entry);
        }
    }

    /// <summary>The entries with this fullUrl, in their order.</summary>
    public IReadOnlyList<Element> WithUrl(string fullUrl) => _byUrl.GetValueOrDefault(fullUrl) ?? None;

    /// <summary>The entries whose resource is <c>Type/id</c>, whatever their fullUrl says.</summary>
    public IReadOnlyList<Element> WithTypeAndId(string reference) => _byTypeAndId.GetValueOrDefault(reference) ?? None;

    private static void Add(Dictionary<string, List<Element>> index, string key, Element entry)
    {
        if (!index.TryGetValue(key, out var entries)) index[key] = entries = [];
        entries.Add(entry);
    }
}
