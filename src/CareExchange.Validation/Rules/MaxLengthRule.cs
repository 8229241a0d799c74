using System.Globalization;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>Longest text, in characters (R4 elementdefinition.html, maxLength; 1 MiB for every string).</summary>
internal sealed class MaxLengthRule(int most) : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        // A character is at least one byte, so nearly every value is cleared by its length alone.
        if (element.Kind != JsonKind.String || element.Raw.Length - 2 <= most) return;
        var length = (element.Text ?? "").EnumerateRunes().Count();
        if (length <= most) return;
        run.Report(element, Issue.Error("too-long", "max-length", "The text is too long.", "허용된 길이를 넘는 문자열입니다.") with
        {
            Expected = string.Create(CultureInfo.InvariantCulture, $"at most {most} characters"),
            Found = string.Create(CultureInfo.InvariantCulture, $"{length} characters"),
        });
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"max length: {most}");
}
