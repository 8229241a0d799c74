using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary>Carries out whatever operation a request names: the one way for every door, batches included.</summary>
public sealed class OperationInvoker(OperationCatalog catalog, AuditTrail audit, Schema schema)
{
    /// <summary>Finds the operation, asks whether the caller may, reads the input, records the call and carries it out.</summary>
    /// <param name="request">The request.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="refusal">Says why the caller may not do something to a type, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The answer; or <c>operation-unknown</c>, <c>method-not-allowed</c>, <c>type-unknown</c>, <c>scope-missing</c>, what is wrong with the
    /// input (<c>operation-parameter-…</c>, <c>operation-body</c>, the reader's issues), or the operation's own issues.</returns>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(
        OperationRequest request, Requester requester, RequestTrace trace, Func<string, OperationNeed, Issue?> refusal, CancellationToken cancellationToken)
    {
        var target = request.Target;
        if (target.Type is { } named && schema.FindType(named) is not { IsConstraint: false, IsAbstract: false, Kind: TypeKind.Resource }) return InteractionIssues.UnknownType(named) with { Code = "not-found" };
        if (catalog.Find(target) is not { } entry) return OperationIssues.Unknown(target, catalog.Names(target));
        if (request.IsGet && entry.AffectsState) return OperationIssues.OnlyPost(target);
        if (target.Type is { } type && entry.Operation.Need != OperationNeed.Nothing && refusal(type, entry.Operation.Need) is { } refused)
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.Operation, requester, trace) { Refused = true, Query = target.Name, Explanation = refused.Rule }, cancellationToken);
            return refused;
        }

        var reader = new OperationInputReader(entry, target, schema);
        try
        {
            var input = reader.Read(request);
            if (input.Value is not { } read) return Outcome.Failure<OperationAnswer>(input.Issues);

            // Before the answer is made: a call that cannot be recorded must not happen.
            if (!entry.Operation.IsRecordedItself) await audit.RecordAsync(new AuditRecord(AuditAction.Operation, requester, trace) { Query = target.Name }, cancellationToken);
            return await entry.Operation.InvokeAsync(new(target, read, requester, trace, refusal) { Base = request.Base, Writing = request.Writing }, cancellationToken);
        }
        finally
        {
            reader.Document?.Dispose();
        }
    }
}
