using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>The target of a reference meets one of the profiles, and is reached in one of the ways, that a profile permits (R4 elementdefinition.html, type.targetProfile and type.aggregation).</summary>
/// <param name="profiles">Canonicals; empty permits every target.</param>
/// <param name="aggregation"><c>contained</c>, <c>bundled</c>, <c>referenced</c>; empty permits every way.</param>
/// <param name="versioning"><c>specific</c> or <c>independent</c>; null where either will do.</param>
internal sealed class TargetProfileRule(IReadOnlyList<string> profiles, IReadOnlyList<string> aggregation, string? versioning) : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var literal = element["reference"];
        if (literal.Text is not { Length: > 0 } reference || run.Frame is not { } frame) return;
        var policy = run.Options.References;
        var target = ReferenceResolver.Resolve(reference, frame, policy == ReferencePolicy.Ignore ? null : run.Source);
        CheckVersioning(literal, reference, run);
        if (target.Frame is null)
        {
            CheckMissing(literal, reference, run);
            return;
        }

        var isHere = target.Place != ReferencePlace.Remote;
        if (!isHere && policy == ReferencePolicy.CheckExists) return;
        if (profiles.Count > 0) CheckProfiles(literal, target, isHere || policy == ReferencePolicy.CheckValid, run);
        if (aggregation.Count > 0 && !IsPermitted(target.Place)) run.Report(literal, WrongWay(target.Place.ToString()));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"target: {(profiles.Count == 0 ? "any resource" : string.Join(" | ", profiles))}{(aggregation.Count == 0 ? "" : $", {string.Join(" or ", aggregation)}")}{(versioning is null ? "" : $", version {versioning}")}";

    private void CheckProfiles(Element literal, ReferenceTarget target, bool isJudged, ValidationRun run)
    {
        var type = target.Resource.TypeName;
        var candidates = new List<ProfileRules>();
        foreach (var profile in profiles)
        {
            if (run.Rules.FindProfile(profile) is not { } rules) run.Report(literal, Unknown(profile));
            else if (rules.Definition.TypeName is "Resource" or "DomainResource" && !rules.Definition.IsConstraint) return;
            else if (rules.Definition.TypeName == type) candidates.Add(rules);
        }

        if (candidates.Count == 0) run.Report(literal, WrongType(type));
        else if (isJudged && !candidates.Any(candidate => !candidate.Definition.IsConstraint || run.Meets(target, candidate))) run.Report(literal, NoMatch(target, candidates, run));
    }

    private void CheckMissing(Element literal, string reference, ValidationRun run)
    {
        if (aggregation.Count > 0 && !aggregation.Contains("referenced") && reference[0] != '#') run.Report(literal, WrongWay("not in the document"));
        if (!run.Options.AssumesValidRestReferences || profiles.Count == 0 || ReferenceText.TypeName(reference, run.Schema) is not { } type) return;
        var types = profiles.Select(profile => run.Rules.FindProfile(profile)?.Definition.TypeName).OfType<string>().ToArray();
        if (types.Length > 0 && !types.Any(permitted => run.Schema.FindType(type)?.IsA(permitted) == true)) run.Report(literal, WrongType(type));
    }

    private void CheckVersioning(Element literal, string reference, ValidationRun run)
    {
        var hasVersion = reference.Contains("/_history/", StringComparison.Ordinal);
        var isWrong = versioning switch { "specific" => !hasVersion, "independent" => hasVersion, _ => false };
        if (isWrong) run.Report(literal, Issue.Warning("value", "reference-versioning", "The profile asks for references with, or without, a version.", "프로파일이 정한 참조의 버전 표기와 다릅니다.") with { Expected = versioning, Found = reference });
    }

    private bool IsPermitted(ReferencePlace place) => place switch
    {
        ReferencePlace.Contained => aggregation.Contains("contained"),
        ReferencePlace.Bundled => aggregation.Contains("bundled") || aggregation.Contains("referenced"),
        _ => aggregation.Contains("referenced"),
    };

    private Issue WrongWay(string found) =>
        Issue.Error("structure", "reference-aggregation", "The target is not where the profile asks for it.", "참조 대상의 위치가 프로파일이 정한 것과 다릅니다.") with { Expected = string.Join(" | ", aggregation), Found = found };

    private Issue WrongType(string found) =>
        Issue.Error("value", "reference-target", "The reference points at a type that is not permitted here.", "이 항목에서 참조할 수 없는 리소스 유형입니다.") with { Expected = string.Join(" | ", profiles), Found = found };

    private static Issue Unknown(string profile) =>
        Issue.Error("not-found", "profile-unknown", "The profile of the target is not known.", "참조 대상의 프로파일을 찾을 수 없습니다.") with { Expected = profile };

    private Issue NoMatch(ReferenceTarget target, List<ProfileRules> candidates, ValidationRun run)
    {
        var outer = run.Enter(target.Frame!);
        var nearest = candidates.Select(candidate => run.Probe(target.Resource, candidate)).MinBy(problems => problems.Count(problem => problem.Issue.IsError)) ?? [];
        run.Leave(outer);
        var reason = nearest.FirstOrDefault(problem => problem.Issue.IsError).Issue;
        return Issue.Error("structure", "reference-profile", "The target meets none of the profiles it may have.", "참조 대상이 허용된 프로파일 중 어느 것도 충족하지 않습니다.") with
        {
            Expected = string.Join(" | ", profiles),
            Found = reason is null ? null : $"{target.Resource.TypeName}: {reason.Rule}, {reason.Expected}",
        };
    }
}
