using System.Runtime.CompilerServices;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>read and vread (R4 http.html#read, #vread).</summary>
public sealed class ReadInteraction(ResourceStore store, ConsentDecider consent, AuditTrail audit, AuditEvents? trail = null)
{
    /// <summary>The current version, or the one asked for.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="id">Logical id.</param>
    /// <param name="version">A version, or null for the current one.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The version with the bytes that may leave; or <c>resource-unknown</c>, also for what is withheld, or <c>resource-deleted</c>.</returns>
    public async Task<Outcome<ResourceVersion>> ReadAsync(
        string type, string id, long? version, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (type == AuditEventIssues.Type && trail is not null)
        {
            var (record, look) = await trail.FindAsync(id, version, requester, trace, cancellationToken);
            await audit.RecordAsync(look, cancellationToken);
            return record;
        }

        var disclosure = new Disclosure(consent, requester);
        var found = version is { } wanted
            ? await store.VreadAsync(type, id, wanted, cancellationToken)
            : await disclosure.ReadAsync(type, id, cancellationToken);
        if (found is null)
        {
            if (version is not null) await disclosure.AskInVainAsync(id, cancellationToken);
            await audit.RecordUnknownAsync(version is null ? AuditAction.Read : AuditAction.Vread, requester, trace, version is { } asked ? FormattableString.Invariant($"{type}/{id}/_history/{asked}") : $"{type}/{id}", null, cancellationToken);
            return InteractionIssues.NotFound(type, id);
        }

        var json = await disclosure.ReleaseAsync(found, cancellationToken);
        if (json is null && version is not null && found.Tags.Person is null) await disclosure.AskInVainAsync(id, cancellationToken);

        // Before the answer: a look that cannot be recorded must not happen.
        await audit.RecordAsync(disclosure.Looked(version is null ? AuditAction.Read : AuditAction.Vread, trace, found), cancellationToken);
        if (json is null) return InteractionIssues.NotFound(type, id);
        return found.Deleted ? InteractionIssues.Gone(type, id) : ResourceVersion.Of(found, json.Value);
    }

    /// <summary>The current version where it stands and may be seen; then the look is recorded. Null, and nothing is recorded, where <see cref="ReadAsync"/> has something else to say.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ResourceVersion?> TryReadAsync(string type, string id, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        for (var moment = store.Presume(); ; moment = null)
        {
            var disclosure = new Disclosure(consent, requester);
            if (await disclosure.ReadAsync(type, id, cancellationToken) is not { Deleted: false } found) return null;
            if (await disclosure.ReleaseAsync(found, cancellationToken) is not { } json) return null;
            var look = disclosure.Looked(AuditAction.Read, trace, found);
            if (moment is null) await audit.RecordShortAsync(look, cancellationToken);
            else if (!await audit.ProveAsync([look], moment, cancellationToken))
            {
                store.Renounce();
                continue;
            }

            return ResourceVersion.Of(found, json);
        }
    }
}
