using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A resource meets the profiles that its meta names (R4 resource.html#Meta). What is not known is said, not ignored.</summary>
internal sealed class MetaProfileRule : Rule
{
    private const string CoreUrl = "http://hl7.org/fhir/";
    private const string StructureUrl = "/StructureDefinition/";

    // Made once: where profiles are not at hand, every resource earns it.
    private static readonly Issue s_unknown =
        Issue.Warning("not-found", "profile-unknown", "The profile is not known, so the resource was not judged by it.", "알 수 없는 프로파일이므로 이 프로파일로는 검증하지 않았습니다.");

    internal override void Check(Element element, ValidationRun run)
    {
        // Meta is also a value: of a parameter, or of an element that fixes one.
        if (run.Frame is not { } frame || run.Parent != frame.Resource || element.Name != "meta") return;
        foreach (var profile in element.Children("profile"))
        {
            if (profile.Text is not { Length: > 0 } canonical) continue;
            if (VersionedCoreType(canonical) is { } type)
            {
                if (type != frame.Resource.TypeName) run.Report(profile, OtherType(type));
            }
            else if (run.Rules.FindProfile(canonical) is { } rules)
            {
                if (rules.Definition.IsConstraint || rules.Definition.TypeName != frame.Resource.TypeName) Demand(frame, rules);
            }
            else
            {
                run.Report(profile, Unknown(canonical));
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "profiles of meta";

    /// <summary>Adds a profile, and those it imposes, to what a resource has to meet.</summary>
    public static void Demand(ResourceFrame frame, ProfileRules rules)
    {
        frame.Profiles ??= [];
        if (!frame.Profiles.Contains(rules)) frame.Profiles.Add(rules);
    }

    // http://hl7.org/fhir/4.0/StructureDefinition/Patient: a type of one version of FHIR, by the version's short name.
    private static string? VersionedCoreType(string canonical)
    {
        if (!canonical.StartsWith(CoreUrl, StringComparison.Ordinal)) return null;
        var rest = canonical.AsSpan(CoreUrl.Length);
        var slash = rest.IndexOf('/');
        return slash > 0 && rest[..slash] is "4.0" && rest[slash..].StartsWith(StructureUrl) ? rest[(slash + StructureUrl.Length)..].ToString() : null;
    }

    private static Issue Unknown(string canonical) => s_unknown with { Found = canonical };

    private static Issue OtherType(string type) =>
        Issue.Error("structure", "profile-type", "The profile is the definition of another type.", "다른 유형의 정의를 프로파일로 지정했습니다.") with { Found = type };
}
