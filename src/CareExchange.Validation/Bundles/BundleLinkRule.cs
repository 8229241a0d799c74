using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Bundles;

/// <summary>Links of a Bundle: pages only in search results and histories, each relation once; a document's stylesheet is in it or on the web (R4 bundle.html#links).</summary>
internal sealed class BundleLinkRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var type = element["type"].Text;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var link in element.Children("link"))
        {
            if (link["relation"].Text is not { } relation) continue;
            var isPaging = relation is "first" or "previous" or "next" or "last";
            if (isPaging && type is not ("searchset" or "history" or null))
                run.Report(link["relation"], Issue.Error("invalid", "bundle-link-paging", "Only search results and histories have pages.", "검색 결과와 이력 번들에만 페이지 링크를 둘 수 있습니다.") with { Found = relation });
            if ((isPaging || relation == "self") && !seen.Add(relation) && (relation == "self" || type is "searchset" or "history"))
                run.Report(link, Issue.Error("invalid", "bundle-link-duplicate", "A Bundle has this link once.", "같은 관계의 링크는 한 번만 쓸 수 있습니다.") with { Expected = "once", Found = relation });
            if (type == "document" && relation == "stylesheet") CheckStylesheet(element, link["url"], run);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "links: relations once, pages in searchset and history";

    private static void CheckStylesheet(Element bundle, Element url, ValidationRun run)
    {
        if (url.Text is not { } address || address == "https://hl7.org/fhir/fhir.css") return;
        if (ReferenceResolver.IsAbsolute(address))
        {
            run.Report(url, Issue.Warning("business-rule", "bundle-stylesheet-external", "The stylesheet is somewhere else, so the document may look different tomorrow.", "스타일시트가 번들 밖에 있어 문서의 모양이 달라질 수 있습니다.") with { Found = address });
            return;
        }

        foreach (var entry in bundle.Children("entry"))
        {
            var resource = entry["resource"];
            if (resource.Exists && $"{resource.TypeName}/{resource["id"].Text}" == address) return;
        }

        run.Report(url, Issue.Error("not-found", "bundle-stylesheet", "The stylesheet is not in the Bundle.", "스타일시트가 번들에 없습니다.") with { Found = address });
    }
}
