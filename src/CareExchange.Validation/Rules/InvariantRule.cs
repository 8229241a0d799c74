using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A constraint of a definition, as FHIRPath (R4 conformance-rules.html#constraints): anything but true breaks it.</summary>
/// <param name="key">Its key, such as <c>pat-1</c>.</param>
/// <param name="isError">False where breaking it is only a warning.</param>
/// <param name="expression">The compiled expression.</param>
/// <param name="human">What it asks for, as the definition says it to people; null where it says nothing.</param>
internal sealed class InvariantRule(string key, bool isError, FhirPathExpression expression, string? human = null) : Rule
{
    // Made once: of some constraints, dom-6 above all, nearly every resource in the world earns this issue.
    private readonly Issue _broken = new(isError ? IssueSeverity.Error : IssueSeverity.Warning, "invariant", key, human is null ? $"The constraint {key} is not met." : $"The constraint {key} is not met: {human}", $"제약 조건 {key}을(를) 충족하지 않습니다.")
    {
        Expected = expression.Text,
    };

    internal override PresenceProof? Prove(Func<string, bool> isType, IReadOnlyList<string> children) => expression.Prove(isType, children);

    internal override void Check(Element element, ValidationRun run)
    {
        if (expression.Test(new PathItem(element), run.Context, out var failure) == true) return;
        run.Report(element, failure is null ? _broken : Undecided(failure));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(isError ? "invariant" : "invariant (warning)")} {key}: {expression.Text}";

    // An expression that fails on the data is not true of them. One that reaches what is not at hand decides nothing: that is said, and not held against them.
    private Issue Undecided(Issue failure) => failure.Rule is "fhirpath-limit" or "fhirpath-clock"
        ? Issue.Information("not-supported", key, $"The constraint {key} could not be evaluated.", $"제약 조건 {key}을(를) 평가할 수 없습니다.") with { Expected = expression.Text, Found = failure.English }
        : _broken with { Found = failure.English };
}
