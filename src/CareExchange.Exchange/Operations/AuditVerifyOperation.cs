using CareExchange.Exchange.Audit;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;

namespace CareExchange.Exchange.Operations;

/// <summary><c>$audit-verify</c>, of ours: recomputes every hash of the audit trail and compares it with every signed checkpoint. For operators: who may change every type.</summary>
/// <remarks>An OperationOutcome: what holds, or the first record that was edited, removed, reordered, cut off or restored over, with chain and number. A long trail is
/// asked with <c>Prefer: respond-async</c>.</remarks>
public sealed class AuditVerifyOperation(AuditStore entries, CheckpointFile kept, AuditTrail audit) : IOperation
{
    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Nothing;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:audit-verify", "audit-verify", [], AffectsState: false, IsSystem: true, IsType: false, IsInstance: false,
        [new("return", IsOut: true, 1, 1, "OperationOutcome")]);

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var refusal = call.Refusal("*", OperationNeed.Update);
        await audit.RecordAsync(new AuditRecord(AuditAction.AuditVerified, call.Requester, call.Trace) { Refused = refusal is not null, Query = call.Target.Name, Explanation = refusal?.Rule }, cancellationToken);
        if (refusal is not null) return refusal;
        var verified = await entries.VerifyAsync(cancellationToken, await kept.ReadAsync(cancellationToken));
        var said = verified.Break is { } found
            ? Issue.Error("exception", "audit-broken", found.English, found.Korean) with { Expression = FormattableString.Invariant($"chain({found.Shard}).record({found.Sequence})"), Found = found.Kind.ToString() }
            : Issue.Information("informational", "audit-holds", $"{verified.Entries} records hold; {verified.Checkpoints} checkpoints agree.", $"기록 {verified.Entries}건이 온전하고 확인점 {verified.Checkpoints}개와 일치합니다.");
        return new OperationAnswer(OperationOutcome.Write([said]));
    }
}
