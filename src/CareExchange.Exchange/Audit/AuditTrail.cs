using CareExchange.Exchange.Requests;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Audit;

/// <summary>Writes what happened into the hash-chained trail; nothing is answered before it stands there.</summary>
public sealed class AuditTrail(ResourceStore store, TimeProvider clock)
{
    /// <summary>Where the gateway is reached, as its records name it.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>Records looks and refusals; returns when they stand in the trail, in a commit shared with whoever writes at the same time.</summary>
    public Task RecordAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken) =>
        store.AppendAuditAsync([.. records.Select(RowOf)], cancellationToken);

    /// <summary>Records one look or refusal.</summary>
    public Task RecordAsync(AuditRecord record, CancellationToken cancellationToken) => store.AppendAuditAsync([RowOf(record)], cancellationToken);

    /// <summary>Records that somebody asked for what is not there: who tries ids leaves a trace of each, and waits as long as for what is withheld.</summary>
    /// <param name="action">What was asked.</param>
    /// <param name="requester">Who asked.</param>
    /// <param name="trace">How.</param>
    /// <param name="reference">What was asked for, <c>Type/id</c>.</param>
    /// <param name="query">The operation, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task RecordUnknownAsync(AuditAction action, Requester requester, RequestTrace trace, string reference, string? query, CancellationToken cancellationToken) =>
        RecordAsync(Unknown(action, requester, trace, reference) with { Query = query }, cancellationToken);

    /// <summary>The record of <see cref="RecordUnknownAsync"/>.</summary>
    public static AuditRecord Unknown(AuditAction action, Requester requester, RequestTrace trace, string reference) =>
        new(action, requester, trace) { Refused = true, Entities = [reference], Explanation = "resource-unknown" };

    /// <summary>The same for callers who have next to nothing left to do afterwards: they go on where the commit ended.</summary>
    public Task RecordShortAsync(AuditRecord record, CancellationToken cancellationToken) => store.AppendShortAuditAsync([RowOf(record)], cancellationToken);

    /// <summary>The same for the looks of one answer.</summary>
    public Task RecordShortAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken) => store.AppendShortAuditAsync([.. records.Select(RowOf)], cancellationToken);

    /// <summary>The same for an answer that was made of what is kept of a moment.</summary>
    /// <returns>False, and nothing is recorded, where something was written since: the answer is not to be given.</returns>
    internal Task<bool> ProveAsync(IReadOnlyList<AuditRecord> records, PresumedMoment moment, CancellationToken cancellationToken) => store.ProveAsync([.. records.Select(RowOf)], moment, cancellationToken);

    /// <summary>Records a change in the commit that makes it.</summary>
    public Task AppendAsync(StoreTransaction transaction, AuditRecord record, CancellationToken cancellationToken) =>
        transaction.AppendAuditAsync(RowOf(record), cancellationToken);

    /// <summary>The record as it is appended to the trail, dated now.</summary>
    public AuditRow RowOf(AuditRecord record)
    {
        var recorded = clock.GetUtcNow();
        var id = AuditIds.Next(recorded);
        return new(
            id,
            recorded,
            record.Action.Code,
            record.Refused ? "deny" : "permit",
            record.Requester.Id,
            record.Requester.OrganizationId,
            record.Person,
            LookTemplates.Write(id, recorded, record, Host));
    }
}
