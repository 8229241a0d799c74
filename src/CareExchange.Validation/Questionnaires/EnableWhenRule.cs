using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>A condition of a questionnaire asks another question that is there, not one inside its own item, and best one before it (R4 questionnaire.html#enableWhen).</summary>
internal sealed class EnableWhenRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var form = new QuestionnaireForm(element);
        foreach (var item in form.Items) Check(item, form, run);
    }

    /// <inheritdoc/>
    public override string ToString() => "enableWhen: asks another question, not inside";

    private static void Check(QuestionnaireItem item, QuestionnaireForm form, ValidationRun run)
    {
        if (run.IsFull) return;
        foreach (var condition in item.Element.Children("enableWhen"))
        {
            if (condition["question"].Text is { } linkId) Check(item, linkId, form, run);
        }

        foreach (var child in item.Items) Check(child, form, run);
    }

    private static void Check(QuestionnaireItem item, string linkId, QuestionnaireForm form, ValidationRun run)
    {
        if (form.Find(linkId) is not { } target)
            run.Report(item.Element, Issue.Error("business-rule", "questionnaire-enable-when", "The condition asks a question that is not there.", "조건이 가리키는 항목이 설문지에 없습니다.") with { Expected = "the linkId of an item", Found = linkId });
        else if (target == item)
            run.Report(item.Element, Issue.Error("business-rule", "questionnaire-enable-when", "The condition asks its own question.", "조건이 자기 자신을 가리킵니다.") with { Found = linkId });
        else if (item.IsAround(target))
            run.Report(item.Element, Issue.Error("business-rule", "questionnaire-enable-when", "The condition asks a question inside its own item, which it would hide.", "조건이 자신의 하위 항목을 가리킵니다.") with { Found = linkId });
        else if (target.Element.Start > item.Element.Start)
            run.Report(item.Element, Issue.Warning("business-rule", "questionnaire-enable-when-order", "The condition asks a question that comes later.", "조건이 뒤에 나오는 항목을 가리킵니다.") with { Found = linkId });
    }
}
