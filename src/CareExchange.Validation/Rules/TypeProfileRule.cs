using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A value meets the profile of its type, or one of several (R4 elementdefinition.html, type.profile).</summary>
/// <param name="profiles">Canonicals.</param>
internal sealed class TypeProfileRule(IReadOnlyList<string> profiles) : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var known = new List<ProfileRules>(profiles.Count);
        foreach (var profile in profiles)
        {
            if (run.Rules.FindProfile(profile) is { } rules) known.Add(rules);
            else run.Report(element, Issue.Error("not-found", "profile-unknown", "The profile of the type is not known.", "자료형의 프로파일을 찾을 수 없습니다.") with { Expected = profile });
        }

        if (known.Count == 0) return;
        if (known.Count == 1 && profiles.Count == 1) run.Judge(element, known[0]);
        else JudgeChoice(element, known, run);
    }

    /// <inheritdoc/>
    public override string ToString() => $"profile: {string.Join(" | ", profiles)}";

    private void JudgeChoice(Element element, List<ProfileRules> known, ValidationRun run)
    {
        if (known.Any(profile => run.Meets(element, profile))) return;
        run.Report(element, Issue.Error("structure", "profile-choice", "The value meets none of the profiles it may have.", "허용된 프로파일 중 어느 것도 충족하지 않습니다.") with { Expected = string.Join(" | ", profiles) });

        // Of those it does not meet, the one with the fewest errors is most likely meant.
        var nearest = known.Select(profile => run.Probe(element, profile)).MinBy(problems => problems.Count(problem => problem.Issue.IsError));
        if (nearest is not null) run.Adopt(nearest);
    }
}
