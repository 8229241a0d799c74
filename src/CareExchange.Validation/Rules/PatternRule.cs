using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>The value holds at least what the pattern holds (R4 elementdefinition.html, pattern[x]); more is allowed.</summary>
/// <param name="pattern">The pattern, parsed as the element's type.</param>
internal sealed class PatternRule(FhirDocument pattern) : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        if (ElementComparison.Includes(element, pattern.Root)) return;
        run.Report(element, Issue.Error("value", "pattern", "The value does not hold what the definition's pattern asks for.", "정의에서 요구하는 값이 들어 있지 않습니다.") with
        {
            Expected = Encoding.UTF8.GetString(pattern.Utf8.Span),
            Found = Encoding.UTF8.GetString(element.Raw),
        });
    }

    /// <inheritdoc/>
    public override string ToString() => $"pattern: {Encoding.UTF8.GetString(pattern.Utf8.Span)}";
}
