using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;

namespace CareExchange.Exchange.Reading;

/// <summary>The audit trail searched by person, by who did it, and by time: for the privacy officer ("who saw which person's data", in minutes after a breach). Searching is itself on record.</summary>
public sealed class AuditSearchReader(AuditStore entries, AuditTrail audit)
{
    /// <summary>Records on a page.</summary>
    public const int PageSize = 100;

    /// <summary>One page, newest first.</summary>
    /// <param name="query">What must hold.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The records and where the next page starts; <c>forbidden</c> for anybody but the privacy officer.</returns>
    public async Task<Outcome<AuditSearchPage>> ReadAsync(AuditSearchQuery query, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var isAllowed = AuditReach.MayReadAll(requester);
        await audit.RecordAsync(new AuditRecord(AuditAction.AccessLogRead, requester, trace) { Refused = !isAllowed, Person = query.Person, Query = query.Agent is null ? "audit" : $"audit?agent={query.Agent}" }, cancellationToken);
        if (!isAllowed) return ReadingIssues.TrailNotYours;
        var asked = new AuditQuery { Person = query.Person, Agent = query.Agent, From = Begin(query.From), Until = Begin(query.Until?.AddDays(1)), Before = AuditPosition.Parse(query.Before), Count = PageSize };
        var found = await entries.QueryAsync(asked, cancellationToken);
        return new AuditSearchPage([.. found.Select(entry => AuditFacts.Read(entry.Row))], found.Count == PageSize ? found[^1].Position.ToString() : null);
    }

    private static DateTimeOffset? Begin(DateOnly? day) => day is { } one ? CivilTime.Here.Begin(one) : null;
}
