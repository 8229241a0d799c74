using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>update, update as create, and delete (R4 http.html#update, #upsert, #delete).</summary>
public sealed class UpdateInteraction(WriteServices services)
{
    /// <summary>Stores a version under the id that the address names.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="id">Logical id, also in the body.</param>
    /// <param name="body">The resource.</param>
    /// <param name="ifMatch">The version that must be current, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<WriteResult>> UpdateAsync(
        string type, string id, ReadOnlyMemory<byte> body, long? ifMatch, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var check = services.Check.Check(body, type, id);
        if (check.Value is not { } resource) return Outcome.Failure<WriteResult>(check.Issues);
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        var put = await unit.PutAsync(resource, id, ifMatch, cancellationToken);
        if (!put.Succeeded) return await services.GiveUpAsync<PutResult, WriteResult>(unit, put, AuditAction.Update, requester, trace, cancellationToken);
        await unit.CommitAsync(new(AuditAction.Update, LegalBasis.OwnRecord), trace, cancellationToken);
        return Outcome.Success(WriteResult.Of(put.Value), check.Issues);
    }

    /// <summary>Deletes the current version; the history stays.</summary>
    public async Task<Outcome<WriteResult>> DeleteAsync(
        string type, string id, long? ifMatch, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        var deleted = await unit.DeleteAsync(type, id, ifMatch, cancellationToken);
        if (!deleted.Succeeded) return await services.GiveUpAsync<PutResult, WriteResult>(unit, deleted, AuditAction.Delete, requester, trace, cancellationToken);
        await unit.CommitAsync(new(AuditAction.Delete, LegalBasis.OwnRecord), trace, cancellationToken);
        return WriteResult.Of(deleted.Value);
    }
}
