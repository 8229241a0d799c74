using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>The entries of a Bundle by everything a reference may call them: fullUrl and <c>Type/id</c>, each with and without version.</summary>
/// <remarks>Read once, so that a Bundle is judged in time linear in its size.</remarks>
internal sealed class BundleIndex
{
    private static readonly IReadOnlyList<int> None = [];

    private readonly Dictionary<string, List<int>> _byUrl = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byTypeAndId = new(StringComparer.Ordinal);

    /// <summary>Reads the entries.</summary>
    public BundleIndex(Element bundle)
    {
        All = bundle.Children("entry").ToArray();
        Resources = Array.ConvertAll(All, entry => entry["resource"]);
        for (var index = 0; index < All.Length; index++)
        {
            var url = All[index]["fullUrl"].Text;
            var resource = Resources[index];
            var version = resource["meta"]["versionId"].Text;
            var local = resource["id"].Text is { } id ? $"{resource.TypeName}/{id}" : null;
            if (url is not null) Add(_byUrl, url, version, index);
            if (local is not null) Add(_byTypeAndId, local, version, index);
        }
    }

    /// <summary>The entries in their order.</summary>
    public Element[] All { get; }

    /// <summary>Their resources; absent where an entry has none.</summary>
    public Element[] Resources { get; }

    /// <summary>Indices of the entries with this fullUrl (with <c>/_history/version</c> or without).</summary>
    public IReadOnlyList<int> WithUrl(string url) => _byUrl.GetValueOrDefault(url) ?? None;

    /// <summary>Indices of the entries whose resource is <c>Type/id</c>, whatever their fullUrl says.</summary>
    public IReadOnlyList<int> WithTypeAndId(string reference) => _byTypeAndId.GetValueOrDefault(reference) ?? None;

    private static void Add(Dictionary<string, List<int>> index, string key, string? version, int entry)
    {
        Add(index, key, entry);
        if (version is not null) Add(index, $"{key}/_history/{version}", entry);
    }

    private static void Add(Dictionary<string, List<int>> index, string key, int entry)
    {
        if (!index.TryGetValue(key, out var entries)) index[key] = entries = [];
        entries.Add(entry);
    }
}
