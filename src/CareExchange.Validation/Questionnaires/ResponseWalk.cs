using System.Globalization;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>One response beside its questionnaire, item by item.</summary>
internal sealed class ResponseWalk(ValidationRun run, QuestionnaireForm form, Element response)
{
    private const string MinOccurs = "http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs";
    private const string MaxOccurs = "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs";

    private readonly EnableWhen _enableWhen = new(form, response, run.Context);
    private readonly AnswerRules _answers = new(run, form);

    // Until a response is completed, answers may still be missing (R4 questionnaireresponse.html, status).
    private readonly bool _isFinal = response["status"].Text is "completed" or "amended";

    /// <summary>Walks the whole response.</summary>
    public void Check() => CheckItems(form.Items, response, null);

    // Items stand in the questionnaire's order, each under the item or answer that the questionnaire puts it under.
    private void CheckItems(IReadOnlyList<QuestionnaireItem> questions, Element parent, AnsweredItem? around)
    {
        var given = new Dictionary<string, List<Element>>(StringComparer.Ordinal);
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < questions.Count; index++) order.TryAdd(questions[index].LinkId, index);
        var last = -1;
        foreach (var item in parent.Children("item"))
        {
            if (run.IsFull) return;
            if (item["linkId"].Text is not { Length: > 0 } linkId)
            {
                run.Report(parent, Issue.Error("required", "qr-link-id-missing", "An item has no linkId.", "linkId가 없는 항목이 있습니다."));
            }
            else if (order.TryGetValue(linkId, out var index))
            {
                if (index < last) run.Report(parent, Issue.Error("structure", "qr-item-order", "Items stand in another order than in the questionnaire.", "항목의 순서가 설문지와 다릅니다.") with { Found = linkId });
                last = index;
                if (!given.TryGetValue(linkId, out var items)) given[linkId] = items = [];
                items.Add(item);
            }
            else if (form.Find(linkId) is { } elsewhere)
            {
                run.Report(parent, Issue.Error("structure", "qr-item-misplaced", "The item stands in the wrong place.", "항목이 잘못된 위치에 있습니다.") with { Expected = elsewhere.Parent is { } group ? $"under {group.LinkId}" : "at the top", Found = linkId });
                CheckItem(elsewhere, item, new(elsewhere, item, around));
            }
            else
            {
                run.Report(parent, Issue.Error("not-found", "qr-link-id-unknown", "The questionnaire has no item with this linkId.", "설문지에 이 linkId를 가진 항목이 없습니다.") with { Found = linkId });
            }
        }

        foreach (var question in questions)
        {
            if (run.IsFull) return;
            CheckQuestion(question, given.GetValueOrDefault(question.LinkId), parent, around);
        }
    }

    private void CheckQuestion(QuestionnaireItem question, List<Element>? items, Element parent, AnsweredItem? around)
    {
        var isEnabled = _enableWhen.IsEnabled(question, around);
        if (items is null)
        {
            if (isEnabled && question.IsRequired) run.Report(parent, Missing(question));
            return;
        }

        foreach (var item in items)
        {
            if (!isEnabled && (item["answer"].Exists || item["item"].Exists))
                run.Report(item, Issue.Error("invalid", "qr-item-disabled", "The item is answered although its condition is not met.", "조건이 충족되지 않은 항목에 응답이 있습니다.") with { Found = question.LinkId });
        }

        if (items.Count > 1 && !question.Repeats)
            run.Report(parent, Issue.Error("invalid", "qr-item-repeats", "The item does not repeat.", "반복할 수 없는 항목입니다.") with { Expected = "one item", Found = Count(items.Count) });
        foreach (var item in items) CheckItem(question, item, new(question, item, around));
    }

    private void CheckItem(QuestionnaireItem question, Element item, AnsweredItem here)
    {
        if (item["text"].Text is { Length: > 0 } text && text != question.Element["text"].Text)
            run.Report(item, Issue.Error("invalid", "qr-item-text", "The item's text is not the question's.", "항목의 문구가 설문지의 문구와 다릅니다.") with { Expected = question.Element["text"].Text, Found = text });

        var answers = item.Children("answer").ToArray();
        var isMissing = answers.Length == 0 && question.IsRequired && !question.IsGroup;
        if (isMissing && (!_isFinal || _enableWhen.IsEnabled(question, here))) run.Report(item, Missing(question));
        if (answers.Length > 1 && !question.Repeats)
            run.Report(item, Issue.Error("invalid", "qr-answer-repeats", "The question takes one answer.", "한 번만 응답할 수 있는 항목입니다.") with { Expected = "one answer", Found = Count(answers.Length) });
        CheckOccurrence(question, item, answers.Length);
        foreach (var answer in answers)
        {
            CheckAnswer(question, item, answer, answers.Length);
            if (!question.IsGroup) CheckItems(question.Items, answer, here);
        }

        CheckInside(question, item, here);
    }

    private void CheckAnswer(QuestionnaireItem question, Element item, Element answer, int count)
    {
        if (question.IsGroup)
            run.Report(item, Issue.Error("structure", "qr-group-answer", "A group has no answers of its own.", "그룹 항목에는 응답을 둘 수 없습니다.") with { Found = question.LinkId });
        else if (question.Type == "display")
            run.Report(item, Issue.Error("structure", "qr-display-answer", "A text that is only shown has no answers.", "표시용 항목에는 응답을 둘 수 없습니다.") with { Found = question.LinkId });
        else
            _answers.Check(question, answer, count);
    }

    private void CheckInside(QuestionnaireItem question, Element item, AnsweredItem here)
    {
        var hasItems = item["item"].Exists;
        if (question.Type == "group" || question.Type == "question")
        {
            if (question.IsRequired && !hasItems)
                run.Report(item, Issue.Error("invariant", "qr-group-empty", "The group is required and holds nothing.", "필수 그룹이 비어 있습니다.") with { Found = question.LinkId });
            CheckItems(question.Items, item, here);
        }
        else if (hasItems)
        {
            run.Report(item, question.Type == "display"
                ? Issue.Error("structure", "qr-display-item", "A text that is only shown holds no items.", "표시용 항목 안에는 항목을 둘 수 없습니다.") with { Found = question.LinkId }
                : Issue.Error("structure", "qr-question-item", "What a question holds stands under its answer.", "질문의 하위 항목은 응답(answer) 아래에 있어야 합니다.") with { Found = question.LinkId });
        }
    }

    private void CheckOccurrence(QuestionnaireItem question, Element item, int count)
    {
        if (Number(question.Element.ExtensionValue(MinOccurs)) is { } least && count < least)
            run.Report(item, Issue.Error("invalid", "qr-min-occurs", "There are too few answers.", "응답 수가 최소 개수보다 적습니다.") with { Expected = $"at least {Count(least)}", Found = Count(count) });
        if (Number(question.Element.ExtensionValue(MaxOccurs)) is { } most && count > most)
            run.Report(item, Issue.Error("invalid", "qr-max-occurs", "There are too many answers.", "응답 수가 최대 개수보다 많습니다.") with { Expected = $"at most {Count(most)}", Found = Count(count) });
    }

    private Issue Missing(QuestionnaireItem question) => new(_isFinal ? IssueSeverity.Error : IssueSeverity.Warning, "required", "qr-answer-missing", "A required question has no answer.", "필수 항목에 응답이 없습니다.") { Expected = question.LinkId };

    private static int? Number(Element value) => int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
}
