using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>create and conditional create (R4 http.html#create, #ccreate).</summary>
public sealed class CreateInteraction(WriteServices services, ConsentDecider consent, AuditEvents? trail = null)
{
    /// <summary>Stores a new resource, or answers the one that the condition finds.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="body">The resource.</param>
    /// <param name="ifNoneExist">The query of If-None-Exist, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The new version, or the found one unchanged; or issues.</returns>
    public async Task<Outcome<WriteResult>> CreateAsync(
        string type, ResourceBody body, string? ifNoneExist, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (type == AuditEventIssues.Type && trail is not null) return await trail.ReceiveAsync(body, ifNoneExist, requester, trace, cancellationToken);
        var check = services.Check.Check(body, type, id: null);
        if (check.Value is not { } resource) return Outcome.Failure<WriteResult>(check.Issues);
        using var document = resource.Document;
        var id = Guid.CreateVersion7(services.Clock.GetUtcNow()).ToString();
        var origin = new WriteOrigin(AuditAction.Create, LegalBasis.OwnRecord);
        if (ifNoneExist is null && !TeamKeeping.IsNeeded(resource))
        {
            var created = await DirectWrite.CreateAsync(services, resource, id, origin, requester, trace, cancellationToken);
            if (created.Issues is [{ Code: "forbidden" } refusal, ..]) await services.Audit.RecordAsync(new AuditRecord(AuditAction.Create, requester, trace) { Refused = true, Person = refusal.Rule == "consent-emergency" ? refusal.Found!["Patient/".Length..] : null, Explanation = refusal.Rule }, cancellationToken);
            return created.Value is { } result
                ? Outcome.Success(await Disclosure.AnswerNewAsync(result, consent, requester, cancellationToken), check.Issues)
                : Outcome.Failure<WriteResult>(created.Issues);
        }

        // Searched inside the transaction: of many who create the same thing at once, one does and the others find it.
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        unit.Address = body.Address;
        var access = await consent.DecidePersonsAsync(requester, cancellationToken);
        var found = ifNoneExist is null ? default(StoredResource) : await unit.FindAsync(type, ifNoneExist, access.Predicate, cancellationToken);
        if (found.Issues.Count > 0) return Outcome.Failure<WriteResult>(found.Issues);
        if (found.Value is { } existing) return await DiscloseAsync(existing, unit, requester, trace, cancellationToken);
        var put = await unit.PutAsync(resource, id, ifMatch: 0, cancellationToken);
        if (!put.Succeeded) return await services.GiveUpAsync<PutResult, WriteResult>(unit, put, AuditAction.Create, requester, trace, cancellationToken);
        await unit.CommitAsync(origin, trace, cancellationToken);
        return Outcome.Success(await Disclosure.AnswerAsync(put.Value, consent, requester, cancellationToken), check.Issues);
    }

    /// <summary>Makes a new resource ready for which nothing has to be looked up. Null where <see cref="CreateAsync"/> has something else to say. Nothing is stored or recorded.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="body">The resource.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    public ReadyCreate? Ready(string type, ResourceBody body, Requester requester, RequestTrace trace)
    {
        if (type is AuditEventIssues.Type or "Consent" || requester.Limits is not null || services.Check.Check(body, type, id: null).Value is not { } resource) return null;
        using var document = resource.Document;
        var id = Guid.CreateVersion7(services.Clock.GetUtcNow()).ToString();
        return TeamKeeping.IsNeeded(resource) ? null : DirectWrite.Ready(services, resource, id, new WriteOrigin(AuditAction.Create, LegalBasis.OwnRecord), requester, trace).Value;
    }

    /// <summary>Stores it, for callers who have next to nothing left to do. Null, and nothing is stored or recorded, where <see cref="CreateAsync"/> has something else to say.</summary>
    public async Task<ResourceVersion?> TryStoreAsync(ReadyCreate ready, Requester requester, CancellationToken cancellationToken)
    {
        var written = await services.Store.WriteShortAsync(ready.Resources, ready.Person, ready.Audits, cancellationToken);
        return written.Succeeded && written.Value ? (await Disclosure.AnswerNewAsync(new PutResult(ready.First, PutChange.Created), consent, requester, cancellationToken)).Resource : null;
    }

    // Answering the one that was found is a look at it like any other.
    private async Task<Outcome<WriteResult>> DiscloseAsync(
        StoredResource existing, WriteUnit unit, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var disclosure = new Disclosure(consent, requester);
        var json = await disclosure.ReleaseAsync(existing, cancellationToken);
        await services.Audit.AppendAsync(unit.Transaction, disclosure.Looked(AuditAction.Read, trace, existing), cancellationToken);
        await unit.Transaction.CommitAsync(cancellationToken);
        return json is null ? InteractionIssues.NotFound(existing.Type, existing.Id) : new WriteResult(ResourceVersion.Of(existing, json.Value), Created: false);
    }
}
