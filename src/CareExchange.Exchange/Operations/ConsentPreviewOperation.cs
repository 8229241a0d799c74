using System.Globalization;
using System.Text.Json;
using CareExchange.Exchange.Consent.Templates;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Consent/$preview-template</c>: what choices would allow, one sentence each from the decider itself, and the text that would be kept; nothing is stored.</summary>
public sealed class ConsentPreviewOperation(ConsentGiving giving) : IOperation
{
    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:Consent-preview-template", "preview-template", ["Consent"], AffectsState: false, IsSystem: false, IsType: true, IsInstance: false,
        [.. ConsentAnswerReader.Parameters, new("line", IsOut: true, 0, -1, null), new("shown", IsOut: true, 0, -1, "string")]);

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var answer = ConsentAnswerReader.Read(call.Input);
        if (answer.Value is not { } chosen || !answer.Succeeded) return Outcome.Failure<OperationAnswer>(answer.Issues);
        var draft = await giving.PreviewAsync(call.Input.Text("patient")!, chosen, ConsentAnswerReader.Signing(call.Input), call.Requester, call.Trace, cancellationToken);
        if (draft.Value is not { } made || !draft.Succeeded) return Outcome.Failure<OperationAnswer>(draft.Issues);
        return new OperationAnswer(OperationJson.Object(json =>
        {
            json.WriteString("resourceType", "Parameters");
            json.WriteStartArray("parameter");
            foreach (var line in made.Lines) Write(json, line);
            foreach (var consent in made.Consents) Part(json, "shown", "valueString", consent.Text);
            json.WriteEndArray();
        }));
    }

    private static void Write(Utf8JsonWriter json, PreviewLine line)
    {
        json.WriteStartObject();
        json.WriteString("name", "line");
        json.WriteStartArray("part");
        Part(json, "recipient", "valueString", line.Recipient);
        Part(json, "purpose", "valueCode", line.As.Purpose.Code);
        json.WriteStartObject();
        json.WriteString("name", "seen");
        json.WriteBoolean("valueBoolean", line.Reason.Permits);
        json.WriteEndObject();
        Part(json, "text", "valueString", line.Reason.Korean);
        Part(json, "english", "valueString", line.Reason.English);
        foreach (var category in line.Categories) Part(json, line.Partly.Contains(category, StringComparer.Ordinal) ? "partly" : "category", "valueCode", category);
        if (line.Until is { } until) Part(json, "until", "valueInstant", until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Part(Utf8JsonWriter json, string name, string property, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString(property, value);
        json.WriteEndObject();
    }
}
