using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Rules;

/// <summary>Shortest text, in characters (the extension minLength of a definition).</summary>
internal sealed class MinLengthRule(int fewest) : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        if (element.Text is not { } text || text.EnumerateRunes().Count() is var length && length >= fewest) return;
        run.Report(element, Issue.Error("value", "min-length", "The text is too short.", "문자열이 필요한 길이보다 짧습니다.") with
        {
            Expected = string.Create(CultureInfo.InvariantCulture, $"at least {fewest} characters"),
            Found = string.Create(CultureInfo.InvariantCulture, $"{length} characters"),
        });
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"min length: {fewest}");
}
