using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>The value is exactly this one (R4 elementdefinition.html, fixed[x]).</summary>
/// <param name="value">The fixed value, parsed as the element's type.</param>
internal sealed class FixedValueRule(FhirDocument value) : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        if (ElementComparison.AreEqual(value.Root, element)) return;
        run.Report(element, Issue.Error("value", "fixed-value", "The value has to be exactly the one the definition gives.", "정의에서 고정한 값과 다릅니다.") with
        {
            Expected = Encoding.UTF8.GetString(value.Utf8.Span),
            Found = Encoding.UTF8.GetString(element.Raw),
        });
    }

    /// <inheritdoc/>
    public override string ToString() => $"fixed: {Encoding.UTF8.GetString(value.Utf8.Span)}";
}
