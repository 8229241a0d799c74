using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Consent/$from-template</c>: makes Consents from what was chosen, all of them or none; each keeps template, version, the text that was shown and its hash.</summary>
public sealed class ConsentFromTemplateOperation(ConsentGiving giving) : IOperation
{
    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Create;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:Consent-from-template", "from-template", ["Consent"], AffectsState: true, IsSystem: false, IsType: true, IsInstance: false,
        [.. ConsentAnswerReader.Parameters, new("return", IsOut: true, 1, 1, "Bundle")]);

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var answer = ConsentAnswerReader.Read(call.Input);
        if (answer.Value is not { } chosen || !answer.Succeeded) return Outcome.Failure<OperationAnswer>(answer.Issues);
        var given = await giving.GiveAsync(call.Input.Text("patient")!, chosen, ConsentAnswerReader.Signing(call.Input), call.Requester, call.Trace, cancellationToken);
        if (given.Value is not { } consents || !given.Succeeded) return Outcome.Failure<OperationAnswer>(given.Issues);
        return new OperationAnswer(
            OperationJson.Object(json =>
            {
                json.WriteString("resourceType", "Bundle");
                json.WriteString("type", "collection");
                json.WriteStartArray("entry");
                foreach (var consent in consents)
                {
                    json.WriteStartObject();
                    json.WriteString("fullUrl", $"{call.Base}/Consent/{consent.Id}");
                    json.WritePropertyName("resource");
                    json.WriteRawValue(consent.Json.Span, skipInputValidation: true);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }),
            Status: 201);
    }
}
