using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>history of one resource, of a type, or of everything (R4 http.html#history), within what the requester may know of.</summary>
public sealed class HistoryInteraction(ResourceStore store, HistoryQueryParser parser, ConsentDecider consent, AuditTrail audit)
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(10);

    /// <summary>One page of the versions that may be seen, newest first; each is judged by its own tags.</summary>
    /// <param name="type">Resource type, or null for all.</param>
    /// <param name="id">Logical id, or null for all.</param>
    /// <param name="query">Decoded name and value pairs: _since, _at, _count, of everything _type, or _cursor alone.</param>
    /// <param name="mayRead">Whether the caller may read a type: a history of everything leaves the others out.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The page; the query's issues; or, of one resource, <c>resource-unknown</c> where there is none, or none that may be seen.</returns>
    public async Task<Outcome<HistoryPage>> ReadAsync(
        string? type,
        string? id,
        IReadOnlyList<KeyValuePair<string, string>> query,
        Func<string, bool> mayRead,
        Requester requester,
        RequestTrace trace,
        CancellationToken cancellationToken)
    {
        if (type == AuditEventIssues.Type)
        {
            await audit.RecordAsync(new AuditRecord(id is null ? AuditAction.HistoryOfType : AuditAction.History, requester, trace) { Refused = true, Query = $"{type}/_history", Explanation = AuditEventIssues.NoHistory.Rule }, cancellationToken);
            return AuditEventIssues.NoHistory;
        }

        var parsed = parser.Parse(type, id, QueryPairs.Filled(query), requester.Id);
        if (parsed.Value is not { } request || !parsed.Succeeded) return Outcome.Failure<HistoryPage>(parsed.Issues);

        // A resource has one person at most, whose decision its versions get below; of many, what may be known of goes into the SQL.
        var access = id is null ? (await consent.DecidePersonsAsync(requester, cancellationToken)).Predicate : AccessPredicate.Unrestricted;
        var disclosure = new Disclosure(consent, requester);
        var result = await store.HistoryAsync(request, access, id is null || requester.Limits is not null ? JudgeAsync : null, cancellationToken);
        await disclosure.PrepareAsync(result.Versions, cancellationToken);
        var released = new List<ResourceVersion>();
        foreach (var (version, isRevival) in result.Versions.Zip(result.Revivals).Where(version => mayRead(version.First.Type)))
        {
            if (await disclosure.ReleaseAsync(version, cancellationToken) is { } json) released.Add(ResourceVersion.Of(version, json) with { Origin = OriginOf(version, isRevival) });
        }

        // Nothing to show of one resource: only who may see the resource learns that the question, not the resource, came to nothing.
        if (id is not null && released.Count == 0)
        {
            if (result.Versions.All(version => version.Tags.Person is null)) await disclosure.AskInVainAsync(id, cancellationToken);
            var probe = new Disclosure(consent, requester);
            if (await probe.ReadAsync(type!, id, cancellationToken) is not { } current)
            {
                await audit.RecordUnknownAsync(AuditAction.History, requester, trace, $"{type}/{id}", null, cancellationToken);
                return InteractionIssues.NotFound(type!, id);
            }

            if (await probe.ReleaseAsync(current, cancellationToken) is null)
            {
                await audit.RecordAsync(probe.Looked(AuditAction.History, trace, current), cancellationToken);
                return InteractionIssues.NotFound(type!, id);
            }
        }

        var action = id is not null ? AuditAction.History : type is not null ? AuditAction.HistoryOfType : AuditAction.HistoryOfSystem;
        await audit.RecordAsync(disclosure.Listed(action, trace, $"{string.Join('/', ((string?[])[type, id, "_history"]).OfType<string>())}?{request.Query}"), cancellationToken);
        return new HistoryPage(request.Query, released, result.NextCursor) { Total = request is { After: null, Count: > 0 } && result.NextCursor is null ? released.Count : null };

        // Whether there is a next page may not depend on what the caller does not see.
        async ValueTask<IReadOnlyList<bool>> JudgeAsync(IReadOnlyList<StoredResource> versions, CancellationToken cancellation) =>
            [.. (await disclosure.JudgeAsync(versions, cancellation)).Zip(versions, (isPermitted, version) => isPermitted && mayRead(version.Type))];
    }

    private static ResourceOrigin OriginOf(StoredResource version, bool isRevival) => version.Version > 1 && !isRevival ? ResourceOrigin.Updated
        : !isRevival && IsGivenHere(version) ? ResourceOrigin.Created : ResourceOrigin.CreatedByUpdate;

    // Ids that are given here carry the moment at which they were given (RFC 9562 5.7), which is that of the request; one that a client chose does not.
    private static bool IsGivenHere(StoredResource first) =>
        Guid.TryParseExact(first.Id, "D", out var id) && id.Version == 7
        && long.Parse(first.Id.AsSpan(0, 8).ToString() + first.Id.AsSpan(9, 4).ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var given
        && Math.Abs(first.LastUpdated.ToUnixTimeMilliseconds() - given) <= LongestRequest.TotalMilliseconds;
}
