using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Narratives;

/// <summary>A profile asks that each part of a narrative says whether it is generated, boilerplate or original, as an error, a warning or a remark.</summary>
internal sealed class NarrativeSourceRule(string level) : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        if (element["div"] is not { HasValue: true } div || NarrativeSections.WithoutSource(div) is not { } part) return;
        var severity = level switch { "error" => IssueSeverity.Error, "warning" => IssueSeverity.Warning, _ => IssueSeverity.Information };
        run.Report(element, new(severity, "business-rule", "narrative-source", "A part of the narrative does not say by its class where it comes from.", "서술의 일부에 출처를 나타내는 class가 없습니다.")
        {
            Expected = "generated | boilerplate | original",
            Found = part,
        });
    }

    /// <inheritdoc/>
    public override string ToString() => $"narrative source: {level}";
}
