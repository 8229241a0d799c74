using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Patient/[id]/$emergency-access-end</c>: ends emergency access before its time, by who took it, the privacy officer, the person or who acts for them.</summary>
public sealed class EmergencyAccessEndOperation(EmergencyEndInteraction emergencies) : IOperation
{
    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:Patient-emergency-access-end", "emergency-access-end", ["Patient"], AffectsState: true, IsSystem: false, IsType: false, IsInstance: true,
        [new("task", IsOut: false, 0, 1, "id"), new("ended", IsOut: true, 0, -1, "Reference")]);

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var ended = await emergencies.EndAsync(call.Target.Id!, call.Input.Text("task"), call.Requester, call.Trace, cancellationToken);
        if (ended.Value is not { } tasks || !ended.Succeeded) return Outcome.Failure<OperationAnswer>(ended.Issues);
        return new OperationAnswer(OperationJson.Object(json =>
        {
            json.WriteString("resourceType", "Parameters");
            json.WriteStartArray("parameter");
            foreach (var task in tasks)
            {
                json.WriteStartObject();
                json.WriteString("name", "ended");
                json.WriteStartObject("valueReference");
                json.WriteString("reference", $"Task/{task}");
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));
    }
}
