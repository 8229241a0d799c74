using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Bundles;

/// <summary>Search results say what was searched for and why each entry is there (R4 http.html#search, bundle.html#search).</summary>
internal sealed class SearchsetRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        if (element["type"].Text != "searchset") return;
        var entries = element.Children("entry").ToArray();
        if (entries.Length == 0) return;
        var types = SearchedTypes(element, run);
        if (Array.TrueForAll(entries, entry => !entry["search"]["mode"].HasValue)) CheckPlain(element, entries, types, run);
        else foreach (var entry in entries) CheckEntry(entry, types, run);
    }

    /// <inheritdoc/>
    public override string ToString() => "searchset: resources with ids, of the searched type, with a mode";

    private static HashSet<string> SearchedTypes(Element bundle, ValidationRun run)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        foreach (var link in bundle.Children("link"))
        {
            if (link["relation"].Text != "self") continue;
            ReadTypes(link["url"].Text ?? "", types, run.Schema);
            if (types.Count == 0)
                run.Report(bundle, Issue.Information("invalid", "bundle-self-type", "The self link does not tell which types were searched for.", "self 링크로 검색한 리소스 유형을 알 수 없습니다.") with { Found = link["url"].Text });
            return types;
        }

        run.Report(bundle, Issue.Warning("invalid", "bundle-self-missing", "Search results have a self link, which repeats the search as it was understood.", "검색 결과에는 self 링크가 있어야 합니다.") with { Expected = "link with relation self" });
        return types;
    }

    private static void ReadTypes(string url, HashSet<string> types, Schema schema)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? url : url[..query];
        var last = path[(path.LastIndexOf('/') + 1)..];
        if (schema.FindType(last) is { Kind: TypeKind.Resource, IsConstraint: false } type && type.TypeName == last)
        {
            types.Add(last);
            return;
        }

        foreach (var parameter in query < 0 ? [] : url[(query + 1)..].Split('&'))
            if (parameter.StartsWith("_type=", StringComparison.Ordinal)) types.UnionWith(parameter[6..].Split(','));
    }

    // Without any mode all entries have to be matches, which shows in their all being of one type.
    private static void CheckPlain(Element bundle, Element[] entries, HashSet<string> types, ValidationRun run)
    {
        string? only = null;
        var isDoubtful = false;
        foreach (var entry in entries)
        {
            var resource = entry["resource"];
            if (!resource.Exists)
            {
                run.Report(entry, NoResource());
                continue;
            }

            var type = resource.TypeName;
            if (type != "OperationOutcome" && !resource["id"].HasValue) run.Report(resource, NoId(IssueSeverity.Warning));
            if (type == "OperationOutcome" && types.Count > 0) continue;
            if (types.Count == 0) isDoubtful = true;
            else if (!types.Contains(type))
            {
                isDoubtful = true;
                run.Report(entry, WrongType(IssueSeverity.Warning, types, type));
            }
            else isDoubtful |= (only ??= type) != type;
        }

        run.Report(bundle, NoMode(isDoubtful ? IssueSeverity.Warning : IssueSeverity.Information));
    }

    private static void CheckEntry(Element entry, HashSet<string> types, ValidationRun run)
    {
        var mode = entry["search"]["mode"].Text;
        if (mode is null) run.Report(entry, NoMode(IssueSeverity.Warning));
        var resource = entry["resource"];
        if (!resource.Exists)
        {
            run.Report(entry, NoResource());
            return;
        }

        var type = resource.TypeName;
        if (mode is "match" or "include" && !resource["id"].HasValue) run.Report(resource, NoId(IssueSeverity.Error));
        if (mode == "match" && types.Count > 0 && !types.Contains(type)) run.Report(resource, WrongType(IssueSeverity.Error, types, type));
        if (mode == "outcome" && type != "OperationOutcome") run.Report(resource, WrongType(IssueSeverity.Error, ["OperationOutcome"], type));
    }

    private static Issue NoResource() =>
        Issue.Error("invalid", "bundle-search-resource", "Every entry of a search result has a resource.", "검색 결과의 모든 항목에는 리소스가 있어야 합니다.") with { Expected = "resource" };

    private static Issue NoId(IssueSeverity severity) =>
        new(severity, "invalid", "bundle-search-id", "Resources of a search result have ids.", "검색 결과의 리소스에는 id가 있어야 합니다.") { Expected = "id" };

    private static Issue NoMode(IssueSeverity severity) =>
        new(severity, "invalid", "bundle-search-mode", "The entries do not say why they are in the result.", "항목이 검색 결과에 포함된 이유(search.mode)가 없습니다.") { Expected = "search.mode" };

    private static Issue WrongType(IssueSeverity severity, HashSet<string> types, string found) =>
        new(severity, "invalid", "bundle-search-type", "The resource is of a type that was not searched for.", "검색한 유형이 아닌 리소스입니다.") { Expected = string.Join(" | ", types), Found = found };
}
