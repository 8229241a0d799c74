using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>Least, most and decimal places of an answer (extensions minValue, maxValue and maxDecimalPlaces).</summary>
internal static class AnswerBounds
{
    private const string MinValue = "http://hl7.org/fhir/StructureDefinition/minValue";
    private const string MaxValue = "http://hl7.org/fhir/StructureDefinition/maxValue";
    private const string MaxDecimalPlaces = "http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces";

    /// <summary>Judges a number, date or time.</summary>
    public static void Check(QuestionnaireItem question, Element value, ValidationRun run)
    {
        if (question.Element.ExtensionValue(MinValue) is { HasValue: true } least && AnswerComparison.Compare(value, "<", least) == true) run.Report(value, Below(least.Text, value.Text));
        if (question.Element.ExtensionValue(MaxValue) is { HasValue: true } most && AnswerComparison.Compare(value, ">", most) == true) run.Report(value, Above(most.Text, value.Text));
        CheckPlaces(question, value, run);
    }

    /// <summary>Judges how exactly a number is written.</summary>
    public static void CheckPlaces(QuestionnaireItem question, Element value, ValidationRun run)
    {
        if (!int.TryParse(question.Element.ExtensionValue(MaxDecimalPlaces).Text, NumberStyles.None, CultureInfo.InvariantCulture, out var most)) return;
        var text = value.Text ?? "";
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0 || text.Length - point - 1 <= most) return;
        run.Report(value, Issue.Error("invariant", "qr-decimal-places", "The number has too many decimal places.", "소수점 이하 자릿수가 너무 많습니다.") with
        {
            Expected = string.Create(CultureInfo.InvariantCulture, $"at most {most} decimal places"),
            Found = text,
        });
    }

    /// <summary>The issue of a value that is too small.</summary>
    public static Issue Below(string? least, string? found) =>
        Issue.Error("invariant", "qr-min-value", "The answer is less than the least that is permitted.", "응답 값이 허용된 최솟값보다 작습니다.") with { Expected = $"at least {least}", Found = found };

    /// <summary>The issue of a value that is too large.</summary>
    public static Issue Above(string? most, string? found) =>
        Issue.Error("invariant", "qr-max-value", "The answer is more than the most that is permitted.", "응답 값이 허용된 최댓값보다 큽니다.") with { Expected = $"at most {most}", Found = found };
}
