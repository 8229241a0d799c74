using System.Globalization;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Patient/[id]/$emergency-access</c>: opens one person's record in an emergency, with a reason and for an hour at most.</summary>
public sealed class EmergencyAccessOperation(EmergencyAccessInteraction emergency) : IOperation
{
    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public bool AffectsState => true;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:Patient-emergency-access", "emergency-access", ["Patient"], AffectsState: true, IsSystem: false, IsType: false, IsInstance: true,
        [
            new("reason", IsOut: false, 0, 1, "string"), new("minutes", IsOut: false, 0, 1, "integer"),
            new("task", IsOut: true, 1, 1, "Reference"), new("until", IsOut: true, 1, 1, "instant"),
        ]);

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await emergency.OpenAsync(call.Target.Id!, call.Input.Text("reason"), call.Input.Number("minutes"), call.Requester, call.Trace, cancellationToken);
        if (opened.Value is not { } grant || !opened.Succeeded) return Outcome.Failure<OperationAnswer>(opened.Issues);
        return new OperationAnswer(OperationJson.Object(json =>
        {
            json.WriteString("resourceType", "Parameters");
            json.WriteStartArray("parameter");
            json.WriteStartObject();
            json.WriteString("name", "task");
            json.WriteStartObject("valueReference");
            json.WriteString("reference", $"Task/{grant.TaskId}");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteString("name", "until");
            json.WriteString("valueInstant", grant.Until.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteEndObject();
            json.WriteEndArray();
        }));
    }
}
