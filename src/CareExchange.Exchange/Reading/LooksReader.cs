using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;

namespace CareExchange.Exchange.Reading;

/// <summary>Answers "who looked", from the audit trail; asking is itself a look.</summary>
public sealed class LooksReader(AuditStore entries, PermittedPlan plans, AuditTrail audit, TimeProvider clock)
{
    private const int PageSize = 50;

    private static readonly string[] LookingActions = ["plan-read", "plan-printed", "read", "vread", "history-instance", "history-type", "history-system", "search-type", "operation", "export", "access-log-read", "ledger-read", "consent-given", "consent-withdrawn", "consent-reapplied", "message-sent", "emergency-access", AuditQuery.Received];

    /// <summary>One page.</summary>
    /// <param name="patientId">The person.</param>
    /// <param name="before">As the page before said; null, or what no page said, for the newest.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The looks; <c>not-found</c> where the requester may not see the person or not ask.</returns>
    public async Task<Outcome<LooksReading>> ReadAsync(string patientId, string? before, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var result = await plans.BuildAsync(patientId, requester, CivilTime.Here.DayOf(clock.GetUtcNow()), cancellationToken);
        var (mayRead, mandate) = await plans.MayReadLooksAsync(patientId, requester, cancellationToken);
        var refused = !mayRead || (result.Plan is null && mandate != MandateKind.Named);
        await audit.RecordAsync(
            new AuditRecord(AuditAction.AccessLogRead, requester, trace) { Person = patientId, Refused = refused, Grounds = result.Grounds }, cancellationToken);
        if (refused) return ReadingIssues.NotVisible;

        var found = await entries.QueryAsync(new AuditQuery { Person = patientId, Before = AuditPosition.Parse(before), Count = PageSize }, cancellationToken);
        return new LooksReading(
            result.Plan?.Person.Name ?? "",
            [.. found.Where(entry => entry.Row.Outcome == "deny" || LookingActions.Contains(entry.Row.Action, StringComparer.Ordinal)).Select(entry => Read(entry.Row))],
            found.Count == PageSize ? found[^1].Position.ToString() : null);
    }

    private static Look Read(AuditRow row)
    {
        var fact = AuditFacts.Read(row);
        return new(fact.When, fact.Who, fact.Organization, fact.Action, fact.Purpose, fact.Grounds, fact.Permitted) { Id = fact.Id, Agent = fact.Agent, Types = fact.Types, Event = row.Json, Sentence = LookWords.Sentence(fact) };
    }
}
