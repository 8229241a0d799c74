using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Bundles;

/// <summary>An entry's fullUrl is absolute, and where it is a REST URL it ends with the resource's type and id (R4 bundle.html#bundle-unique).</summary>
internal sealed class BundleEntryUrlRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var isOptional = element["type"].Text is "transaction" or "transaction-response" or "batch" or "batch-response";
        foreach (var entry in element.Children("entry"))
        {
            if (run.IsFull) return;
            if (entry["fullUrl"].Text is { Length: > 0 } fullUrl) CheckUrl(entry, fullUrl, run);
            else if (!isOptional && !entry["fullUrl"].Exists) run.Report(entry, Issue.Error("invalid", "bundle-full-url-missing", "Entries have a fullUrl, except in transactions, batches and their responses.", "트랜잭션과 배치가 아닌 번들의 항목에는 fullUrl이 있어야 합니다.") with { Expected = "fullUrl" });
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "entries: fullUrl absolute, of type and id";

    private static void CheckUrl(Element entry, string fullUrl, ValidationRun run)
    {
        if (!ReferenceResolver.IsAbsolute(fullUrl))
        {
            run.Report(entry, Issue.Error("invalid", "bundle-full-url-relative", "A fullUrl is absolute.", "fullUrl은 절대 주소여야 합니다.") with { Expected = "an absolute URL", Found = fullUrl });
            return;
        }

        var resource = entry["resource"];
        if (!resource.Exists || RestUrl.Read(fullUrl, run.Schema) is null) return;
        if (resource["id"].Text is not { } id)
        {
            run.Report(entry, Issue.Error("invalid", "bundle-full-url-id", "The fullUrl is a REST URL, but the resource has no id.", "fullUrl이 REST 주소인데 리소스에 id가 없습니다.") with { Found = fullUrl });
        }
        else if (!fullUrl.EndsWith($"/{resource.TypeName}/{id}", StringComparison.Ordinal))
        {
            run.Report(entry, Issue.Error("invalid", "bundle-full-url-id", "The fullUrl is a REST URL, but not of this resource.", "fullUrl이 리소스의 유형·id와 다릅니다.") with { Expected = $"…/{resource.TypeName}/{id}", Found = fullUrl });
        }
    }
}
