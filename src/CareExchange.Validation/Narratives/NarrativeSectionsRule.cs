using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Narratives;

/// <summary>A profile forbids language sections (<c>_no</c>), asks for some (<c>_yes</c>), for the resource's own language (<c>_resource</c>), or for a language by its code.</summary>
internal sealed class NarrativeSectionsRule(string control) : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        if (element["div"] is not { HasValue: true } div) return;
        var languages = NarrativeSections.Languages(div);
        var wanted = control == "_resource" ? run.Resource["language"].Text : control;
        var isMet = control switch
        {
            "_no" => languages.Count == 0,
            "_yes" => languages.Count > 0,
            _ => wanted is not null && languages.Contains(wanted),
        };
        if (isMet) return;

        // A single language may go without sections, and a resource without language asks for none: both are worth a word only.
        var isDoubtful = control is not ("_no" or "_yes") && (languages.Count == 0 || wanted is null);
        run.Report(element, new(isDoubtful ? IssueSeverity.Warning : IssueSeverity.Error, "business-rule", "narrative-sections", "The language sections of the narrative are not those that the profile asks for.", "서술의 언어 구역이 프로파일의 요구와 다릅니다.")
        {
            Expected = control switch { "_no" => "none", "_yes" => "some", "_resource" => wanted ?? "the language of the resource", _ => control },
            Found = languages.Count == 0 ? "none" : string.Join(", ", languages),
        });
    }

    /// <inheritdoc/>
    public override string ToString() => $"narrative sections: {control}";
}
