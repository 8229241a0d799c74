using System.Globalization;
using System.Text.Json;
using CareExchange.Exchange.Consent.Templates;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Consent/$templates</c>: the forms that may be chosen from today, each as a Questionnaire with what the law wants told, in Korean and English.</summary>
/// <remarks>A choice is a group: <c>{choice}.agree</c>, <c>{choice}.recipient</c> and <c>{choice}.months</c> are its questions; the completed response goes into <c>$from-template</c>.</remarks>
public sealed class ConsentTemplatesOperation(ConsentGiving giving) : IOperation
{
    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:Consent-templates", "templates", ["Consent"], AffectsState: false, IsSystem: false, IsType: true, IsInstance: false,
        [new("return", IsOut: true, 1, 1, "Bundle")]);

    /// <inheritdoc/>
    public Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var templates = giving.Offered(call.Requester);
        return Task.FromResult<Outcome<OperationAnswer>>(new OperationAnswer(OperationJson.Object(json =>
        {
            json.WriteString("resourceType", "Bundle");
            json.WriteString("type", "collection");
            if (templates.Count == 0) return;
            json.WriteStartArray("entry");
            foreach (var template in templates)
            {
                json.WriteStartObject();
                json.WriteString("fullUrl", $"{ConsentTemplate.UriPrefix}{template.Id}");
                json.WriteStartObject("resource");
                Write(json, template);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        })));
    }

    private static void Write(Utf8JsonWriter json, ConsentTemplate template)
    {
        json.WriteString("resourceType", "Questionnaire");
        json.WriteString("language", "ko");
        json.WriteString("url", $"{ConsentTemplate.UriPrefix}{template.Id}");
        json.WriteString("version", template.Version);
        Say(json, "title", template.Title);
        json.WriteString("status", "active");
        json.WriteStartArray("subjectType");
        json.WriteStringValue("Patient");
        json.WriteEndArray();
        Say(json, "description", template.Lead);
        json.WriteStartObject("effectivePeriod");
        json.WriteString("start", Day(template.ValidFrom));
        if (template.ValidUntil is { } until) json.WriteString("end", Day(until));
        json.WriteEndObject();
        json.WriteStartArray("item");
        foreach (var choice in template.Choices) Write(json, choice);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ConsentChoice choice)
    {
        Begin(json, choice.Id, "group", choice.Title);
        json.WriteStartArray("item");
        Show(json, $"{choice.Id}.text", choice.Text);
        if (choice.Statements is { } told)
        {
            Show(json, $"{choice.Id}.purpose", new($"제공받는 자의 이용 목적: {told.Purpose.Korean}", $"Recipient's purpose: {told.Purpose.English}"));
            Show(json, $"{choice.Id}.items", new($"제공하는 항목: {told.Items.Korean}", $"Items: {told.Items.English}"));
            Show(json, $"{choice.Id}.retention", new($"보유·이용 기간: {told.Retention.Korean}", $"Retention and use: {told.Retention.English}"));
            Show(json, $"{choice.Id}.refusal", new($"거부할 권리와 불이익: {told.Refusal.Korean}", $"Right to refuse: {told.Refusal.English}"));
        }

        Begin(json, $"{choice.Id}.agree", "boolean", choice.Sensitive ? new("민감정보 제공에 따로 동의합니다", "I agree separately to the provision of sensitive data") : choice.UniqueNumbers ? new("고유식별정보 제공에 따로 동의합니다", "I agree separately to the provision of unique numbers") : new("이것을 선택합니다", "I choose this"));
        json.WriteEndObject();
        if (choice.Recipients.Count > 0)
        {
            Begin(json, $"{choice.Id}.recipient", "open-choice", new("제공받는 자", "Recipient"));
            json.WriteBoolean("repeats", true);
            var fixedOptions = choice.Recipients.Where(option => option.Named is null).ToArray();
            if (fixedOptions.Length > 0)
            {
                json.WriteStartArray("answerOption");
                foreach (var option in fixedOptions)
                {
                    json.WriteStartObject();
                    json.WriteStartObject("valueCoding");
                    json.WriteString("system", "urn:careexchange:consent-recipient");
                    json.WriteString("code", option.Id);
                    json.WriteString("display", option.Text.Korean);
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            Begin(json, $"{choice.Id}.months", "integer", new($"기간(개월, {choice.MostMonths}까지)", $"Months, {choice.MostMonths} at most"));
            json.WriteStartArray("initial");
            json.WriteStartObject();
            json.WriteNumber("valueInteger", choice.Months);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Show(Utf8JsonWriter json, string link, TemplateText text)
    {
        Begin(json, link, "display", text);
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string link, string type, TemplateText text)
    {
        json.WriteStartObject();
        json.WriteString("linkId", link);
        Say(json, "text", text);
        json.WriteString("type", type);
    }

    // HL7 translation extension: Korean is the language of the form.
    private static void Say(Utf8JsonWriter json, string name, TemplateText text)
    {
        json.WriteString(name, text.Korean);
        json.WriteStartObject($"_{name}");
        json.WriteStartArray("extension");
        json.WriteStartObject();
        json.WriteString("url", "http://hl7.org/fhir/StructureDefinition/translation");
        json.WriteStartArray("extension");
        json.WriteStartObject();
        json.WriteString("url", "lang");
        json.WriteString("valueCode", "en");
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteString("url", "content");
        json.WriteString("valueString", text.English);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
