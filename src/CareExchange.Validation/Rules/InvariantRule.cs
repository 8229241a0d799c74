using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>A constraint of a definition, as FHIRPath (R4 conformance-rules.html#constraints): anything but true breaks it.</summary>
/// <param name="key">Its key, such as <c>pat-1</c>.</param>
/// <param name="isError">False where breaking it is only a warning.</param>
/// <param name="expression">The compiled expression.</param>
internal sealed class InvariantRule(string key, bool isError, FhirPathExpression expression) : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        if (expression.Test(new PathItem(element), run.Context, out var failure) == true) return;

        // An expression that cannot be evaluated decides nothing about the data; it is said, and not held against them.
        var severity = failure is not null ? IssueSeverity.Information : isError ? IssueSeverity.Error : IssueSeverity.Warning;
        var issue = failure is null
            ? new Issue(severity, "invariant", key, $"The constraint {key} is not met.", $"제약 조건 {key}을(를) 충족하지 않습니다.")
            : new Issue(severity, "not-supported", key, $"The constraint {key} could not be evaluated.", $"제약 조건 {key}을(를) 평가할 수 없습니다.");
        run.Report(element, issue with { Expected = expression.Text, Found = failure?.English });
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(isError ? "invariant" : "invariant (warning)")} {key}: {expression.Text}";
}
