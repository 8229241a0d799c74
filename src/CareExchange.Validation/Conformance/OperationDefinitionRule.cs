using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Conformance;

/// <summary>The profiles of an operation's input and output are known and are profiles of Parameters (R4 operationdefinition.html).</summary>
internal sealed class OperationDefinitionRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        CheckProfile(element["inputProfile"], run);
        CheckProfile(element["outputProfile"], run);
        if (element["base"].Text is { } start && start == element["url"].Text)
            run.Report(element["base"], Issue.Error("unknown", "operation-base", "The operation is its own base.", "자기 자신을 기반으로 하는 연산입니다.") with { Found = start });
    }

    /// <inheritdoc/>
    public override string ToString() => "operation: profiles of Parameters";

    private static void CheckProfile(Element profile, ValidationRun run)
    {
        if (profile.Text is not { } canonical || canonical.StartsWith('#')) return;
        var type = run.Schema.FindType(canonical)?.TypeName;
        if (type == "Parameters") return;
        run.Report(profile, Issue.Error(type is null ? "unknown" : "invalid", "operation-profile", "The profile of an operation is a known profile of Parameters.", "연산의 프로파일은 알려진 Parameters 프로파일이어야 합니다.") with { Expected = "Parameters", Found = type ?? canonical });
    }
}
