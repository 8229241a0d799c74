using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>update, update as create, delete, and their conditional forms (R4 http.html#update, #upsert, #delete, #cond-update).</summary>
public sealed class UpdateInteraction(WriteServices services, ConsentDecider consent)
{
    /// <summary>As the version that must be current: any there is (If-Match: *).</summary>
    public const long ExistingVersion = VersionCondition.Existing;

    /// <summary>Stores a version under the id that the address names.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="id">Logical id, also in the body.</param>
    /// <param name="body">The resource.</param>
    /// <param name="ifMatch">The version that must be current, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<WriteResult>> UpdateAsync(
        string type, string id, ResourceBody body, long? ifMatch, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var check = services.Check.Check(body, type, id);
        if (check.Value is not { } resource) return Outcome.Failure<WriteResult>(check.Issues);
        using var document = resource.Document;
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        var origin = new WriteOrigin(AuditAction.Update, LegalBasis.OwnRecord);

        // A Patient joins what several organisations say, and what does not stand yet is anybody's to create: those are looked at in a transaction.
        var direct = resource.Type == "Patient" || TeamKeeping.IsNeeded(resource) ? null : await DirectWrite.UpdateAsync(services, resource, id, ifMatch, origin, requester, trace, cancellationToken);
        var put = direct ?? await unit.PutAsync(resource, id, ifMatch, cancellationToken);
        if (!put.Succeeded) return await RefuseAsync(unit, put, type, id, ifMatch, requester, trace, cancellationToken);
        if (direct is null) await unit.CommitAsync(origin, trace, cancellationToken);
        return Outcome.Success(await Disclosure.AnswerAsync(put.Value, consent, requester, cancellationToken), check.Issues);
    }

    /// <summary>Deletes the current version; the history stays.</summary>
    public async Task<Outcome<WriteResult>> DeleteAsync(
        string type, string id, long? ifMatch, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        var deleted = await unit.DeleteAsync(type, id, ifMatch, cancellationToken);
        if (!deleted.Succeeded)
        {
            var refused = await services.GiveUpAsync<PutResult, WriteResult>(unit, deleted, AuditAction.Delete, requester, trace, cancellationToken);

            // What the requester may not know of is told in the words of what does not exist; the attempt is on record.
            return InteractionIssues.TellsOfWhatStands(deleted.Issues) && !await new Disclosure(consent, requester).SeesAsync(type, id, cancellationToken) ? InteractionIssues.NotFound(type, id) : refused;
        }

        await unit.CommitAsync(new(AuditAction.Delete, LegalBasis.OwnRecord), trace, cancellationToken);
        return WriteResult.Of(deleted.Value);
    }

    /// <summary>Stores a version of the one resource that a condition finds, or a new resource where it finds none.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="query">The condition: what stands behind the question mark.</param>
    /// <param name="body">The resource; an id in it must be the found one's, or becomes the new one's.</param>
    /// <param name="ifMatch">The version that must be current, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="among">Versions one of which must be current, in the place of <paramref name="ifMatch"/>; null or empty for none.</param>
    /// <returns>What stands now; or <c>multiple-matches</c>, <c>condition-empty</c>, <c>resource-id</c> and the issues of an update.</returns>
    public async Task<Outcome<WriteResult>> UpdateWhereAsync(
        string type, string query, ResourceBody body, long? ifMatch, Requester requester, RequestTrace trace, CancellationToken cancellationToken, IReadOnlyList<long>? among = null)
    {
        var check = services.Check.Check(body, type, id: null);
        if (check.Value is not { } resource) return Outcome.Failure<WriteResult>(check.Issues);
        using var document = resource.Document;
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        unit.Address = body.Address;
        var found = await FindAsync(unit, type, query, requester, cancellationToken);
        if (found.Issues.Count > 0) return Outcome.Failure<WriteResult>(found.Issues);
        var own = resource.Document.Root["id"].Text;
        if (among is { Count: > 0 }) ifMatch = VersionChoice.Of(among, found.Value);
        if (found.Value is { } existing && own is not null && own != existing.Id) return InteractionIssues.IdDiffers(type, own);

        var id = found.Value?.Id ?? own ?? Guid.CreateVersion7(services.Clock.GetUtcNow()).ToString();
        var put = await unit.PutAsync(resource, id, ifMatch, cancellationToken);
        if (!put.Succeeded) return await RefuseAsync(unit, put, type, id, ifMatch, requester, trace, cancellationToken);
        await unit.CommitAsync(new(AuditAction.Update, LegalBasis.OwnRecord), trace, cancellationToken);
        return Outcome.Success(await Disclosure.AnswerAsync(put.Value, consent, requester, cancellationToken), check.Issues);
    }

    /// <summary>Deletes what a condition finds, all of it or nothing; how much that may be, <see cref="WriteServices.ConditionalDeleteLimit"/> says.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="query">The condition.</param>
    /// <param name="ifMatch">The version that must be current, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="address">The server's own address, which the condition may name; null for none.</param>
    /// <param name="among">Versions one of which must be current, in the place of <paramref name="ifMatch"/>; null or empty for none.</param>
    /// <returns>The versions that the deletions made, none where nothing was found; or <c>multiple-matches</c>, <c>condition-empty</c> and the issues of a deletion.</returns>
    public async Task<Outcome<IReadOnlyList<WriteResult>>> DeleteWhereAsync(
        string type, string query, long? ifMatch, Requester requester, RequestTrace trace, CancellationToken cancellationToken, string? address = null, IReadOnlyList<long>? among = null)
    {
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        unit.Address = address;
        var access = await consent.DecidePersonsAsync(requester, cancellationToken);

        // A version names one resource: with several the condition would mean nothing.
        var found = await unit.FindAllAsync(type, query, access.Predicate, ifMatch is null ? services.ConditionalDeleteLimit : 1, cancellationToken);
        if (found.Value is not { } matches) return Outcome.Failure<IReadOnlyList<WriteResult>>(found.Issues);
        foreach (var match in matches)
        {
            var deleted = await unit.DeleteAsync(type, match.Id, among is { Count: > 0 } ? VersionChoice.Of(among, match) : ifMatch, cancellationToken);
            if (!deleted.Succeeded) return await services.GiveUpAsync<PutResult, IReadOnlyList<WriteResult>>(unit, deleted, AuditAction.Delete, requester, trace, cancellationToken);
        }

        await unit.CommitAsync(new(AuditAction.Delete, LegalBasis.OwnRecord), trace, cancellationToken);
        return Outcome.Success<IReadOnlyList<WriteResult>>([.. unit.Written.Select(WriteResult.Of)]);
    }

    // An update that demands a version makes nothing: of what the requester may not know it is told that there is none.
    private async Task<Outcome<WriteResult>> RefuseAsync(
        WriteUnit unit, Outcome<PutResult> put, string type, string id, long? ifMatch, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var refused = await services.GiveUpAsync<PutResult, WriteResult>(unit, put, AuditAction.Update, requester, trace, cancellationToken);
        return ifMatch is { } expected and not 0 && InteractionIssues.TellsOfWhatStands(put.Issues) && !await new Disclosure(consent, requester).SeesAsync(type, id, cancellationToken)
            ? StoreIssues.VersionConflict(expected, found: 0)
            : refused;
    }

    // Inside the transaction: of many who change what the same condition finds, each sees what the one before left.
    private async Task<Outcome<StoredResource?>> FindAsync(WriteUnit unit, string type, string query, Requester requester, CancellationToken cancellationToken)
    {
        var access = await consent.DecidePersonsAsync(requester, cancellationToken);
        return await unit.FindAsync(type, query, access.Predicate, cancellationToken);
    }
}
