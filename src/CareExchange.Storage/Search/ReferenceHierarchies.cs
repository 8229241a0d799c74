using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary><c>:above</c> and <c>:below</c> of references: through resources that are part of others of their type (R4 search.html#recursive), and through the
/// versions of a canonical (search.html#versions).</summary>
internal sealed class ReferenceHierarchies(IndexCatalog catalog, SearchValueParser values)
{
    /// <summary>True for a reference that may lead into a hierarchy, or to what has versions.</summary>
    public static bool Has(IndexedParameter parameter, IndexCatalog catalog) => SearchModifiers.Targets(parameter, catalog.Names).Any(target => HierarchySql.Parent(target, catalog) is not null || IsCanonical(target, catalog));

    /// <summary>Reads a value.</summary>
    /// <param name="parameter">The reference parameter.</param>
    /// <param name="isBelow">True for <c>:below</c>.</param>
    /// <param name="name">The parameter as it was written.</param>
    /// <param name="value">Its value, with escapes.</param>
    /// <returns>The criterion; or <c>search-value</c>.</returns>
    public Outcome<SearchCriterion> Parse(IndexedParameter parameter, bool isBelow, string name, string value)
    {
        var ways = new List<SearchCriterion>();
        foreach (var text in SearchValueParser.Split(value, ','))
        {
            if (!SearchValueParser.IsEscaped(text) || Ways(parameter, isBelow, text) is not { } found) return SearchIssues.MalformedValue(name, SearchModifiers.Expected("below", parameter));
            ways.AddRange(found);
        }

        return ways is [var only] ? only : SearchCriterion.Of(SearchGroupKind.Any, ways);
    }

    private List<SearchCriterion>? Ways(IndexedParameter parameter, bool isBelow, string text)
    {
        var written = SearchValueParser.Unescape(text);
        if (written.Contains(':', StringComparison.Ordinal) || written.Contains('|', StringComparison.Ordinal)) return Versions(parameter.Code, isBelow, written);
        if (values.Reference(text, parameter, null) is not { } itself) return null;
        List<SearchCriterion> ways = [new(parameter.Code, "reference", null, [itself])];
        SearchValue[] starts = [.. (itself.System is { Length: > 0 } only ? [only] : SearchModifiers.Targets(parameter, catalog.Names))
            .Where(type => HierarchySql.Parent(type, catalog) is not null).Select(type => new SearchValue { Text = itself.Text, System = type })];
        if (starts.Length > 0) ways.Add(new(parameter.Code, "reference", isBelow ? "below" : "above", starts));
        return ways;
    }

    // 1 stands above 1.0 and 1.1, not above 10; a URL without a version above all of them.
    private static List<SearchCriterion>? Versions(string code, bool isBelow, string written)
    {
        if (written.Split('|') is not [{ Length: > 0 } url, .. var rest] || rest.Length > 1) return null;
        if (rest is not [{ Length: > 0 } version]) return [Is(code, null, url)];
        if (isBelow) return [Is(code, null, written), Is(code, "starts", written + ".")];
        var above = new List<SearchCriterion> { Is(code, null, written) };
        for (var dot = version.LastIndexOf('.'); dot > 0; dot = version.LastIndexOf('.', dot - 1)) above.Add(Is(code, null, $"{url}|{version[..dot]}"));
        return above;
    }

    private static SearchCriterion Is(string code, string? modifier, string target) => new(code, "reference", modifier, [new SearchValue { Text = target, System = "" }]);

    private static bool IsCanonical(string type, IndexCatalog catalog) => catalog.Find(type)?.Parameters.GetValueOrDefault("url") is { Type: "uri" };
}
