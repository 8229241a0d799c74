using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>A profile that takes over obligations names obligation profiles of its own base (extensions inherit-obligations and obligation-profile).</summary>
internal static class ObligationProfiles
{
    private static readonly string[] Inherits = ["http://hl7.org/fhir/StructureDefinition/inherit-obligations", "http://hl7.org/fhir/tools/StructureDefinition/inherit-obligations"];
    private static readonly string[] Flags = ["http://hl7.org/fhir/StructureDefinition/obligation-profile", "http://hl7.org/fhir/tools/StructureDefinition/obligation-profile"];

    /// <summary>Judges the extensions of a structure.</summary>
    public static void Check(Element structure, string baseUrl, ValidationRun run)
    {
        foreach (var extension in structure.Children("extension"))
        {
            if (!Inherits.Contains(extension["url"].Text) || extension["value"].Text is not { } canonical || run.Schema.FindType(canonical) is not { } target) continue;
            if (!Array.Exists(Flags, flag => target.Extension(flag) == "true"))
                Refuse(extension, "The profile is no obligation profile.", "의무(obligation) 프로파일이 아닙니다.", Flags[0], canonical, run);
            else if (target.BaseUrl != baseUrl)
                Refuse(extension, "The obligation profile has another base.", "의무(obligation) 프로파일의 기반 정의가 다릅니다.", baseUrl, target.BaseUrl, run);
        }
    }

    private static void Refuse(Element extension, string english, string korean, string expected, string? found, ValidationRun run) =>
        run.Report(extension, Issue.Error("invalid", "structure-obligations", english, korean) with { Expected = expected, Found = found });
}
