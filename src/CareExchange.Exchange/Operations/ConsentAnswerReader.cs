using CareExchange.Exchange.Consent.Templates;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary>Reads what was chosen from a template: as parameters, or as the QuestionnaireResponse to the form that <c>$templates</c> gives.</summary>
internal static class ConsentAnswerReader
{
    /// <summary>What goes into the operations that take choices.</summary>
    public static IReadOnlyList<OperationParameter> Parameters { get; } =
    [
        new("patient", IsOut: false, 1, 1, "id"), new("template", IsOut: false, 0, 1, "string"), new("version", IsOut: false, 0, 1, "string"), new("choice", IsOut: false, 0, -1, null),
        new("response", IsOut: false, 0, 1, "QuestionnaireResponse"), new("method", IsOut: false, 0, 1, "code"), new("performer", IsOut: false, 0, 1, "string"),
    ];

    /// <summary>The choices.</summary>
    /// <returns>The answer; or <c>consent-answer</c> where neither way is filled in, or both are.</returns>
    public static Outcome<ConsentAnswer> Read(OperationInput input)
    {
        var response = input.Element("response");
        var template = input.Text("template");
        if (response.Exists == template is not null || (response.Exists && input.All("choice").Any())) return Wrong("template with choice, or response");
        if (template is not null)
        {
            var choices = new List<ChoiceAnswer>();
            foreach (var choice in input.All("choice"))
            {
                string? id = null, months = null;
                List<string> recipients = [];
                foreach (var part in choice.Element.Children("part"))
                {
                    var value = part["value"].Exists && part["value"]["reference"].Text is { } reference ? reference : part["value"].Text;
                    if (part["name"].Text == "id") id = value;
                    else if (part["name"].Text == "months") months = value;
                    else if (part["name"].Text == "recipient" && value is not null) recipients.Add(value);
                    else return Wrong("parts id, recipient, months") with { Expression = part.Path };
                }

                if (id is null) return Wrong("part id") with { Expression = choice.Where };
                if (Months(months) is not { } read) return Wrong("whole months") with { Expression = choice.Where };
                choices.Add(new(id, recipients, read.Months));
            }

            return new ConsentAnswer(template, input.Text("version"), choices);
        }

        var questionnaire = response["questionnaire"].Text ?? "";
        if (!questionnaire.StartsWith(ConsentTemplate.UriPrefix, StringComparison.Ordinal) || response["status"].Text is not ("completed" or "amended")) return Wrong("a completed response to a consent template") with { Expression = response.Path };
        var named = questionnaire[ConsentTemplate.UriPrefix.Length..].Split('|', 2);
        return Read(response) is { } made ? new ConsentAnswer(named[0], named.Length > 1 ? named[1] : null, made) : Wrong("whole months") with { Expression = response.Path };
    }

    /// <summary>How it was given.</summary>
    public static ConsentSigning Signing(OperationInput input) => new(input.Text("method"), input.Text("performer"));

    private static List<ChoiceAnswer>? Read(Element response)
    {
        var choices = new List<ChoiceAnswer>();
        foreach (var group in response.Children("item"))
        {
            var (isAgreed, months, recipients) = (false, (string?)null, new List<string>());
            foreach (var item in group.Children("item"))
            {
                var link = item["linkId"].Text ?? "";
                foreach (var answer in item.Children("answer"))
                {
                    var value = answer["value"];
                    if (link.EndsWith(".agree", StringComparison.Ordinal)) isAgreed = value.Text == "true";
                    else if (link.EndsWith(".months", StringComparison.Ordinal)) months = value.Text;
                    else if (link.EndsWith(".recipient", StringComparison.Ordinal) && (value["reference"].Text ?? value["code"].Text ?? value.Text) is { } recipient) recipients.Add(recipient);
                }
            }

            if (Months(months) is not { } read) return null;
            if (isAgreed) choices.Add(new(group["linkId"].Text ?? "", recipients, read.Months));
        }

        return choices;
    }

    private static (int? Months, bool IsRead)? Months(string? text) =>
        text is null ? (null, true) : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var months) ? (months, true) : null;

    private static Issue Wrong(string expected) =>
        Issue.Error("invalid", "consent-answer", "What was chosen cannot be read.", "선택한 내용을 읽을 수 없습니다.") with { Expression = "Parameters.parameter", Expected = expected };
}
