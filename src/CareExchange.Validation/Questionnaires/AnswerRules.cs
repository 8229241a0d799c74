using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>What a question asks of one answer: its type, its bounds, and the options it may be taken from.</summary>
internal sealed class AnswerRules(ValidationRun run, QuestionnaireForm form)
{
    private static readonly string[] Choices = ["Coding", "date", "time", "integer", "string"];

    private readonly AnswerOptions _options = new(run, form);

    /// <summary>Judges an answer.</summary>
    /// <param name="question">The question; not a group.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="count">How many answers there are.</param>
    public void Check(QuestionnaireItem question, Element answer, int count)
    {
        if (answer["value"] is not { Exists: true } value) return;
        var types = Types(question.Type);
        if (types.Length == 0) return;
        if (!types.Contains(value.TypeName))
        {
            run.Report(value, Issue.Error("invariant", "qr-answer-type", "The answer is of another type than the question asks for.", "응답의 자료형이 질문과 맞지 않습니다.") with
            {
                Expected = string.Join(" | ", types),
                Found = value.TypeName,
            });

            // Some checks of a date or a text make sense for whatever was answered; none is worth a second issue.
            return;
        }

        switch (question.Type)
        {
            case "decimal" or "integer" or "date" or "dateTime" or "time":
                AnswerBounds.Check(question, value, run);
                _options.CheckListed(question, value);
                break;
            case "quantity":
                AnswerQuantity.Check(question, value, run);
                break;
            case "string":
                AnswerText.Check(question, value, run);
                _options.CheckText(question, value);
                break;
            case "attachment":
                AnswerAttachment.Check(question, answer, value, run);
                break;
            case "reference":
                AnswerReference.Check(question, value, run);
                break;
            case "choice" or "open-choice":
                _options.CheckChoice(question, answer, value, count);
                break;
        }
    }

    private static string[] Types(string type) => type switch
    {
        "boolean" or "decimal" or "integer" or "date" or "dateTime" or "time" or "string" => [type],
        "text" => ["string"],
        "url" => ["uri"],
        "attachment" => ["Attachment"],
        "reference" => ["Reference"],
        "quantity" => ["Quantity"],
        "choice" or "open-choice" => Choices,
        _ => [],
    };
}
