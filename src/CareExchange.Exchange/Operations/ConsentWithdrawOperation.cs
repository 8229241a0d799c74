using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Consent/[id]/$withdraw</c>: takes a consent back, whole or for some data categories, by the person, who acts for them, or who records it (PIPA 37).</summary>
public sealed class ConsentWithdrawOperation(ConsentWithdrawalInteraction withdrawal, ResourceStore store, AuditTrail audit) : IOperation
{
    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Update;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:Consent-withdraw", "withdraw", ["Consent"], AffectsState: true, IsSystem: false, IsType: false, IsInstance: true,
        [new("reason", IsOut: false, 0, 1, "code"), new("category", IsOut: false, 0, -1, "code"), new("return", IsOut: true, 1, 1, "Consent")]);

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Target.Id!;
        var person = (await store.ReadAsync("Consent", id, cancellationToken))?.Tags.Person;
        var outcome = person is null
            ? InteractionIssues.NotFound("Consent", id)
            : await withdrawal.WithdrawAsync(person, id, call.Input.Texts("category"), call.Input.Text("reason") ?? "person-request", call.Requester, call.Trace, cancellationToken);
        if (outcome.Value is { } written && outcome.Succeeded) return new OperationAnswer(written.Resource.Json);

        // Refusals that need a look at what stands are recorded where it is looked at; of what is not there, or not to be seen, here.
        if (outcome.Issues[0].Code == "not-found") await audit.RecordAsync(new AuditRecord(AuditAction.ConsentWithdrawn, call.Requester, call.Trace) { Refused = true, Person = person, Entities = [$"Consent/{id}"], Explanation = outcome.Issues[0].Rule }, cancellationToken);
        return Outcome.Failure<OperationAnswer>(outcome.Issues);
    }
}
