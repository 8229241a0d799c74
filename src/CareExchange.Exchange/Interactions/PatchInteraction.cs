using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>patch and conditional patch (R4 http.html#patch).</summary>
public sealed class PatchInteraction(WriteServices services, ConsentDecider consent, Schema schema)
{
    /// <summary>Changes the current version of one resource.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="id">Logical id, or null where a condition finds it.</param>
    /// <param name="query">The condition, where there is no id.</param>
    /// <param name="patch">The change.</param>
    /// <param name="ifMatch">The version that must be current, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="among">Versions one of which must be current, in the place of <paramref name="ifMatch"/>, where there is no id; null or empty for none.</param>
    /// <returns>What stands now; or the patch's issues, those of the changed resource, and those of an update. A resource that is not there is not made.</returns>
    public async Task<Outcome<WriteResult>> PatchAsync(
        string type, string? id, string query, ResourcePatch patch, long? ifMatch, Requester requester, RequestTrace trace, CancellationToken cancellationToken, IReadOnlyList<long>? among = null)
    {
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        unit.Address = patch.Body.Address;
        if (id is null)
        {
            var access = await consent.DecidePersonsAsync(requester, cancellationToken);
            var found = await unit.FindAsync(type, query, access.Predicate, cancellationToken);
            if (found.Value is not { } match || found.Issues.Count > 0)
            {
                // A condition is a search: what it came to tells something.
                await unit.DisposeAsync();
                IReadOnlyList<Issue> issues = found.Issues.Count > 0 ? found.Issues : [InteractionIssues.NothingMatches(type)];
                await services.Audit.RecordAsync(new AuditRecord(AuditAction.Patch, requester, trace) { Refused = true, Query = $"{type}?{query}", Explanation = issues[0].Rule }, cancellationToken);
                return Outcome.Failure<WriteResult>(issues);
            }

            id = match.Id;
            if (among is { Count: > 0 }) ifMatch = VersionChoice.Of(among, match);
        }

        var (put, remarks, withheld) = await PatchAsync(unit, type, id, patch, ifMatch, requester, trace, cancellationToken);
        if (withheld is not null)
        {
            await unit.DisposeAsync();
            await services.Audit.RecordAsync(withheld, cancellationToken);
            return Outcome.Failure<WriteResult>(put.Issues);
        }

        if (!put.Succeeded) return await services.GiveUpAsync<PutResult, WriteResult>(unit, put, AuditAction.Patch, requester, trace, cancellationToken);
        await unit.CommitAsync(new(AuditAction.Patch, LegalBasis.OwnRecord), trace, cancellationToken);
        return Outcome.Success(await Disclosure.AnswerAsync(put.Value, consent, requester, cancellationToken), remarks);
    }

    /// <summary>Changes a resource inside a unit of writing.</summary>
    /// <returns>What stands now, with what was remarked of it; of a resource that was withheld also the refusal to be recorded once the unit is given up.</returns>
    internal async Task<(Outcome<PutResult> Put, IReadOnlyList<Issue> Remarks, AuditRecord? Withheld)> PatchAsync(
        WriteUnit unit, string type, string id, ResourcePatch patch, long? ifMatch, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var before = await unit.Transaction.ReadAsync(type, id, cancellationToken);
        if (before is null) return (InteractionIssues.NotFound(type, id), [], AuditTrail.Unknown(AuditAction.Patch, requester, trace, $"{type}/{id}"));

        // A patch can test what it changes: it works on what the requester may see, and on nothing else.
        var disclosure = new Disclosure(consent, requester);
        if (await disclosure.ReleaseAsync(before, cancellationToken) is not { } seen) return (InteractionIssues.NotFound(type, id), [], disclosure.Looked(AuditAction.Patch, trace, before));
        if (before.Deleted) return (InteractionIssues.Gone(type, id), [], null);
        if (before.Tags.Source != unit.OrganizationId) return (InteractionIssues.NotYours(type, id), [], null);
        if (ifMatch is { } version && !VersionCondition.Holds(version, before.Version)) return (StoreIssues.VersionConflict(version, before.Version), [], null);
        var patched = patch.Apply(seen, schema);
        if (!patched.Succeeded) return (Outcome.Failure<PutResult>(patched.Issues), [], null);
        var check = services.Check.Check(patched.Value, type, id);
        return check.Value is { } resource
            ? (await unit.PutAsync(resource, id, ifMatch, cancellationToken), check.Issues, null)
            : (Outcome.Failure<PutResult>(check.Issues), [], null);
    }

    /// <summary>The record of an attempt to change what the requester may not know of; null where they may.</summary>
    internal async Task<AuditRecord?> WithheldAsync(AuditAction action, WriteUnit unit, string type, string id, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var disclosure = new Disclosure(consent, requester);
        return await unit.Transaction.ReadAsync(type, id, cancellationToken) is { } standing && await disclosure.ReleaseAsync(standing, cancellationToken) is null ? disclosure.Looked(action, trace, standing) : null;
    }
}
