using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>Whether an answer is one of those that a question permits: listed (answerOption) or by value set (answerValueSet).</summary>
internal sealed class AnswerOptions(ValidationRun run, QuestionnaireForm form)
{
    private const string Exclusive = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive";

    private readonly AnswerValueSet _valueSet = new(run, form);

    /// <summary>Judges a number, date or time of a question that is no choice.</summary>
    public void CheckListed(QuestionnaireItem question, Element value)
    {
        if (question.Options.Count > 0) CheckSame(question, value, value);
    }

    /// <summary>Judges the text of a question that is no choice.</summary>
    public void CheckText(QuestionnaireItem question, Element value)
    {
        if (question.Element["answerValueSet"].Text is { } valueSet) _valueSet.CheckCode(value, valueSet);
        if (question.Options.Count > 0) CheckSame(question, value, value);
    }

    /// <summary>Judges an answer of a choice.</summary>
    public void CheckChoice(QuestionnaireItem question, Element answer, Element value, int count)
    {
        if (question.Options.Count == 0)
        {
            if (value.TypeName == "Coding" && question.Element["answerValueSet"].Text is { } valueSet) _valueSet.CheckCoding(answer, value, valueSet);
            else run.Report(answer, Issue.Information("invariant", "qr-options-missing", "The question lists no options, so the answer is not held against any.", "질문에 선택지가 없어 응답을 대조하지 않았습니다."));
        }
        else if (value.TypeName == "Coding")
        {
            CheckCoding(question, answer, value, count);
        }
        else if (value.TypeName == "string" && question.IsOpenChoice)
        {
            CheckOpenText(question, answer, value);
        }
        else
        {
            CheckSame(question, answer, value);
        }
    }

    private void CheckCoding(QuestionnaireItem question, Element answer, Element value, int count)
    {
        foreach (var option in question.Options)
        {
            var coding = option["value"];
            if (coding.TypeName != "Coding" || coding["system"].Text != value["system"].Text || coding["code"].Text != value["code"].Text) continue;
            if (count > 1 && option.ExtensionValue(Exclusive).Text == "true")
                run.Report(answer, Issue.Error("invariant", "qr-option-exclusive", "This option excludes every other answer.", "다른 응답과 함께 선택할 수 없는 항목입니다.") with { Expected = "one answer", Found = count.ToString(CultureInfo.InvariantCulture) });
            return;
        }

        run.Report(answer, NoOption(question, $"{value["system"].Text}#{value["code"].Text}"));
    }

    // Whoever writes an option out by hand should have chosen it.
    private void CheckOpenText(QuestionnaireItem question, Element answer, Element value)
    {
        var isOption = question.Options.Select(option => option["value"]).Any(coding =>
            string.Equals(coding["display"].Text, value.Text, StringComparison.OrdinalIgnoreCase) || string.Equals(coding["code"].Text, value.Text, StringComparison.OrdinalIgnoreCase));
        if (isOption)
            run.Report(answer, Issue.Warning("invariant", "qr-option-as-text", "The text is one of the options, which should be chosen as a code.", "선택지와 같은 내용은 문자열이 아니라 코드로 선택해야 합니다.") with { Found = value.Text });
    }

    private void CheckSame(QuestionnaireItem question, Element at, Element value)
    {
        if (question.Options.Select(option => option["value"]).Any(option => option.TypeName == value.TypeName && option.Text == value.Text)) return;
        run.Report(at, NoOption(question, value.Text));
    }

    private static Issue NoOption(QuestionnaireItem question, string? found) =>
        Issue.Error("invariant", "qr-option", "The answer is none of the question's options.", "질문의 선택지에 없는 응답입니다.") with
        {
            Expected = string.Join(" | ", question.Options.Take(12).Select(option => option["value"]["code"].Text ?? option["value"].Text)),
            Found = found,
        };
}
