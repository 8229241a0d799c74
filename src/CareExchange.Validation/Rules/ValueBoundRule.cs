using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>Smallest or largest value (R4 elementdefinition.html, minValue[x] and maxValue[x]): numbers, dates and times, quantities in units that convert.</summary>
/// <param name="bound">The bound, parsed as the element's type.</param>
/// <param name="isMinimum">True for minValue.</param>
internal sealed class ValueBoundRule(FhirDocument bound, bool isMinimum) : Rule
{
    // Compared by the language that knows precision and units; what it cannot compare is not decided.
    private readonly FhirPathExpression? _comparison = FhirPathExpression.Compile(isMinimum ? "%context >= %bound" : "%context <= %bound").Value;

    internal override void Check(Element element, ValidationRun run)
    {
        if (_comparison is null || (element.IsPrimitive && !element.HasValue)) return;
        var context = new FhirPathContext
        {
            Resource = run.Resource,
            RootResource = run.RootResource,
            Variables = new Dictionary<string, IReadOnlyList<PathItem>>(StringComparer.Ordinal) { ["bound"] = [new PathItem(bound.Root)] },
        };
        var answer = _comparison.Test(new PathItem(element), context, out _);
        if (answer == true) return;
        var issue = answer == false
            ? new Issue(IssueSeverity.Error, "value", isMinimum ? "min-value" : "max-value", isMinimum ? "The value is too small." : "The value is too large.", isMinimum ? "허용된 최솟값보다 작습니다." : "허용된 최댓값보다 큽니다.")
            : Issue.Warning("value", "value-not-comparable", "The value cannot be compared with the bound of the definition.", "정의의 한계값과 비교할 수 없는 값입니다.");
        run.Report(element, issue with { Expected = ToString(), Found = Encoding.UTF8.GetString(element.Raw) });
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(isMinimum ? "min" : "max")} value: {Encoding.UTF8.GetString(bound.Utf8.Span)}";
}
