using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Terminology.CodeSystems;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>Whether an answer is in the value set that its question names, which the questionnaire may contain.</summary>
internal sealed class AnswerValueSet(ValidationRun run, QuestionnaireForm form)
{
    private readonly ContainedTerminology _contained = new(form.Questionnaire, run.Schema);
    private readonly Dictionary<string, Func<string?, string, bool?>?> _sets = new(StringComparer.Ordinal);

    /// <summary>Judges the code of a Coding.</summary>
    public void CheckCoding(Element answer, Element coding, string valueSet)
    {
        if (Find(valueSet) is not { } contains)
        {
            run.Report(answer, Unknown(valueSet));
            return;
        }

        // A display without a code says nothing that could be looked up.
        if (coding["code"].Text is not { } code) return;
        if (contains(coding["system"].Text, code) != false)
        {
            CheckDisplay(answer, coding, code);
            return;
        }

        run.Report(answer, Issue.Error("code-invalid", "qr-value-set", "The answer is not in the value set of the question.", "질문의 값 집합에 없는 응답입니다.") with { Expected = valueSet, Found = $"{coding["system"].Text}#{code}" });
    }

    // Whoever answers reads the display, not the code: where the two disagree, nobody knows what was meant.
    private void CheckDisplay(Element answer, Element coding, string code)
    {
        if (coding["display"].Text is not { } display || coding["system"].Text is not { } url || run.Membership.Systems.Find(url) is not { } system) return;
        if (system.IndexOf(code) is >= 0 and var index && !ConceptDisplay.IsKnown(system, index, display))
            run.Report(answer, Issue.Error("code-invalid", "qr-display", "The answer's display is not that of its code.", "응답의 표시 이름이 코드와 맞지 않습니다.") with { Expected = ConceptDisplay.Of(system, index, null), Found = display });
    }

    /// <summary>Judges a text that has to be a code.</summary>
    public void CheckCode(Element value, string valueSet)
    {
        if (Find(valueSet) is not { } contains) run.Report(value, Unknown(valueSet));
        else if (contains(null, value.Text ?? "") == false)
            run.Report(value, Issue.Error("invariant", "qr-value-set", "The answer is not in the value set of the question.", "질문의 값 집합에 없는 응답입니다.") with { Expected = valueSet, Found = value.Text });
    }

    private Func<string?, string, bool?>? Find(string valueSet)
    {
        if (_sets.TryGetValue(valueSet, out var known)) return known;
        return _sets[valueSet] = valueSet.StartsWith('#') ? _contained.Find(valueSet[1..])
            : run.Schema.FindValueSet(valueSet) is null ? null
            : (system, code) => run.Membership.Contains(valueSet, system, code);
    }

    private static Issue Unknown(string valueSet) =>
        Issue.Warning("code-invalid", "qr-value-set-unknown", "The value set of the question is not known.", "질문의 값 집합을 찾을 수 없습니다.") with { Found = valueSet };
}
