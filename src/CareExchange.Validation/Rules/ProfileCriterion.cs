using CareExchange.Fhir.Elements;

namespace CareExchange.Validation.Rules;

/// <summary>Discriminator <c>profile</c>: what stands at the path meets one of these profiles; none asks nothing.</summary>
internal sealed class ProfileCriterion(DiscriminatorPath path, IReadOnlyList<string> profiles) : SliceCriterion(path)
{
    public override bool Holds(Element element, ValidationRun run) =>
        profiles.Count == 0 || Path.Any(element, run, (found, inner) => profiles.Any(profile => inner.Rules.FindProfile(profile) is { } rules && inner.Meets(found, rules)));

    public override string? FoundIn(Element element, ValidationRun run)
    {
        string? reason = null;
        Path.Any(element, run, (found, inner) =>
        {
            if (profiles.Count == 0 || inner.Rules.FindProfile(profiles[0]) is not { } rules) return true;
            reason = inner.Probe(found, rules).FirstOrDefault(problem => problem.Issue.IsError).Issue is { } issue ? $"{issue.Rule}: {issue.English}" : null;
            return true;
        });
        return reason;
    }

    public override string ToString() => $"{Path} meets {string.Join(" | ", profiles)}";
}
