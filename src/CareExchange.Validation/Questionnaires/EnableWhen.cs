using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>Whether an item is to be answered, given the answers so far (R4 questionnaire.html#enableWhen).</summary>
/// <param name="form">The questionnaire.</param>
/// <param name="response">The response.</param>
/// <param name="context">What expressions know beside the response.</param>
internal sealed class EnableWhen(QuestionnaireForm form, Element response, FhirPathContext context)
{
    private const string SdcExpression = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression";

    private readonly ResponseAnswers _answers = new(response);

    /// <summary>True where the item's conditions are met, or it has none.</summary>
    /// <param name="item">The item.</param>
    /// <param name="around">The answered item around it; null at the top.</param>
    public bool IsEnabled(QuestionnaireItem item, AnsweredItem? around)
    {
        if (item.Element.ExtensionValue(SdcExpression) is { Exists: true } expression && expression["language"].Text == "text/fhirpath")
            return FhirPathExpression.Compile(expression["expression"].Text ?? "").Value is not { } compiled || compiled.IsTrue(response, context);

        var conditions = item.Element.Children("enableWhen").ToArray();
        return conditions.Length switch
        {
            0 => true,
            1 => IsMet(conditions[0], item, around),
            _ => item.Element["enableBehavior"].Text switch
            {
                "any" => Array.Exists(conditions, condition => IsMet(condition, item, around)),
                "all" => Array.TrueForAll(conditions, condition => IsMet(condition, item, around)),
                _ => true, // que-12 asks for the behaviour; without it nothing is decided.
            },
        };
    }

    private bool IsMet(Element condition, QuestionnaireItem item, AnsweredItem? around)
    {
        var answers = Answers(condition["question"].Text ?? "", item, around);
        var named = condition["answer"];
        return condition["operator"].Text switch
        {
            "exists" => (named.Text == "true") == answers.Any(),
            { } operation => answers.Any(answer => IsMet(answer, operation, named)),
            null => false,
        };
    }

    private static bool IsMet(Element answer, string operation, Element named)
    {
        if (named.TypeName == "Coding")
            return answer.TypeName == "Coding" && operation is "=" or "!=" && AnswerComparison.IsSameCoding(answer, named) == (operation == "=");
        if (answer.TypeName != named.TypeName) return false;
        return named.TypeName == "Quantity"
            ? AnswerComparison.Compare(answer["value"], operation, named["value"]) == true
            : AnswerComparison.Compare(answer, operation, named) == true;
    }

    // A condition asks the nearest group that holds both questions: where groups repeat, each repetition answers for itself.
    private IEnumerable<Element> Answers(string linkId, QuestionnaireItem item, AnsweredItem? around)
    {
        if (form.Find(linkId) is not { } target) return [];
        if (QuestionnaireForm.CommonGroup(item, target) is not { } group) return _answers.Find(linkId, response);
        for (var at = around; at is not null; at = at.Outer)
            if (at.Question == group) return _answers.Find(linkId, at.Element);
        return [];
    }
}
