using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>A search parameter that a capability statement names by its definition is of the definition's type (R4 capabilitystatement.html).</summary>
internal sealed class CapabilityStatementRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        foreach (var rest in element.Children("rest"))
            foreach (var resource in rest.Children("resource"))
                foreach (var parameter in resource.Children("searchParam")) CheckParameter(parameter, run);
    }

    /// <inheritdoc/>
    public override string ToString() => "search parameters: of the type of their definitions";

    private static void CheckAgainst(Element parameter, string? type, ValidationRun run)
    {
        if (type is null || parameter["type"].Text == type) return;
        run.Report(parameter, Issue.Error("invalid", "capability-search-type", "The definition of the search parameter has another type.", "검색 매개변수 정의와 유형이 다릅니다.") with { Expected = type, Found = parameter["type"].Text });
    }

    private static void CheckParameter(Element parameter, ValidationRun run)
    {
        if (parameter["definition"].Text is not { } canonical) return;
        if (run.Find(canonical) is { Exists: true, TypeName: "SearchParameter" } found) CheckAgainst(parameter, found["type"].Text, run);
        else CheckAgainst(parameter, run.Schema.SearchParameters.FirstOrDefault(known => known.Url == canonical)?.Type, run);
    }
}
