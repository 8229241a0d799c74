using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Questionnaires;

/// <summary>A response answers its questionnaire (R4 questionnaireresponse.html#notes): contained, in the Bundle around, or at hand.</summary>
internal sealed class QuestionnaireResponseRule : Rule
{
    internal override void Check(Element element, ValidationRun run)
    {
        var reference = element["questionnaire"];
        if (reference.Text is not { Length: > 0 } canonical)
        {
            run.Report(element, Issue.Information("required", "qr-questionnaire-missing", "No questionnaire is named, so the answers are not held against one.", "설문지가 지정되지 않아 응답을 설문지와 대조하지 않았습니다."));
            return;
        }

        if (run.Find(canonical) is not { Exists: true, TypeName: "Questionnaire" } questionnaire)
        {
            run.Report(element, Unknown(canonical));
            return;
        }

        var form = new QuestionnaireForm(questionnaire);
        CheckAuthored(element, questionnaire, run);
        new ResponseWalk(run, form, element).Check();
    }

    /// <inheritdoc/>
    public override string ToString() => "answers its questionnaire";

    private static Issue Unknown(string canonical)
    {
        var isExample = canonical.StartsWith("http://example.org", StringComparison.Ordinal) || canonical.StartsWith("https://example.org", StringComparison.Ordinal);
        return new(isExample ? IssueSeverity.Information : IssueSeverity.Warning, "required", "qr-questionnaire-unknown", "The questionnaire is not to be had, so the answers are not held against it.", "설문지를 찾을 수 없어 응답을 설문지와 대조하지 않았습니다.")
        {
            Found = canonical,
        };
    }

    private static void CheckAuthored(Element response, Element questionnaire, ValidationRun run)
    {
        var (authored, period) = (response["authored"], questionnaire["effectivePeriod"]);
        if (!authored.HasValue) return;
        var isEarly = AnswerComparison.Compare(authored, "<", period["start"]) == true;
        if (!isEarly && AnswerComparison.Compare(authored, ">", period["end"]) != true) return;
        run.Report(authored, Issue.Warning("business-rule", "qr-authored", "The response was written outside the period in which the questionnaire is used.", "설문지의 사용 기간이 아닌 때에 작성된 응답입니다.") with
        {
            Expected = isEarly ? $"not before {period["start"].Text}" : $"not after {period["end"].Text}",
            Found = authored.Text,
        });
    }
}
