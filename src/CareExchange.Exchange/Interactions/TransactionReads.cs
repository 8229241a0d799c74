using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Interactions;

/// <summary>GET and HEAD inside a transaction (R4 http.html#trules): read, vread and search, after everything that it writes and seeing all of it.</summary>
public sealed class TransactionReads(SearchInteraction searches, WriteServices services, ConsentDecider consent)
{
    /// <summary>Carries one entry out.</summary>
    /// <param name="entry">A GET or HEAD.</param>
    /// <param name="unit">The open unit of writing.</param>
    /// <param name="refusal">Says why the caller may not search a type, or null.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The result, or issues that fail the transaction; and the records of the look, to be appended before the answer leaves.</returns>
    internal async Task<(Outcome<EntryResult> Result, IReadOnlyList<AuditRecord> Looks)> CarryOutAsync(
        BundleEntry entry, WriteUnit unit, Func<string, Issue?> refusal, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (entry.Id is null)
        {
            var (page, looks) = await searches.FindAsync(
                entry.Type, QueryPairs.Parse(entry.Query ?? ""), refusal, (request, access, judge) => unit.Transaction.SearchAsync(request, access, judge, cancellationToken), requester, trace, isLenient: false, cancellationToken, address: unit.Address);
            return page.Value is { } found && page.Succeeded
                ? (new EntryResult(200) { Page = entry.Method == "GET" ? found : null, Searched = entry.Type }, looks)
                : (Outcome.Failure<EntryResult>(page.Issues), looks);
        }

        if (entry.Type == AuditEventIssues.Type && searches.Trail is { } trail)
        {
            var (record, seen) = await trail.FindAsync(entry.Id, entry.Version is null ? null : long.TryParse(entry.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var one) ? one : -1, requester, trace, cancellationToken);
            return (record.Value is { } known && record.Succeeded ? new EntryResult(200, known, Body: entry.Method == "GET") : Outcome.Failure<EntryResult>(record.Issues), [seen]);
        }

        var stored = await unit.Transaction.ReadAsync(entry.Type, entry.Id, cancellationToken);
        if (entry.Version is { } version && stored?.Version.ToString(CultureInfo.InvariantCulture) != version)
        {
            stored = long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? await services.Store.VreadAsync(entry.Type, entry.Id, number, cancellationToken) : null;
        }

        if (stored is null) return (InteractionIssues.NotFound(entry.Type, entry.Id), [AuditTrail.Unknown(entry.Version is null ? AuditAction.Read : AuditAction.Vread, requester, trace, $"{entry.Type}/{entry.Id}")]);
        var disclosure = new Disclosure(consent, requester);
        var json = await disclosure.ReleaseAsync(stored, cancellationToken);
        AuditRecord[] look = [disclosure.Looked(entry.Version is null ? AuditAction.Read : AuditAction.Vread, trace, stored)];
        if (json is null) return (InteractionIssues.NotFound(entry.Type, entry.Id), look);
        if (stored.Deleted) return (InteractionIssues.Gone(entry.Type, entry.Id), look);

        // RFC 7232 3.3: the time says nothing beside the version.
        var isKnown = entry.IfNoneMatch is { } tag
            ? tag == "*" || tag.Replace("W/", "", StringComparison.Ordinal).Trim('"') == stored.Version.ToString(CultureInfo.InvariantCulture)
            : DateTimeOffset.TryParse(entry.IfModifiedSince, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since) && stored.LastUpdated <= since;
        return (new EntryResult(isKnown ? 304 : 200, ResourceVersion.Of(stored, json.Value), Body: !isKnown && entry.Method == "GET"), look);
    }
}
