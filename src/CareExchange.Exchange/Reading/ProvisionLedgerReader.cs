using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;

namespace CareExchange.Exchange.Reading;

/// <summary>The ledger of provisions to third parties (시행령 제15조), and of one person what has already been given to whom: made from the audit trail each time, so it cannot say anything else.</summary>
public sealed class ProvisionLedgerReader(AuditStore entries, AuditTrail audit)
{
    /// <summary>The lines of a period, newest day first.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="requester">Who asks: the privacy officer and the operator's command all of it, the person their own, a partner's system what its organisation received.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The lines; <c>forbidden</c> for anybody else; <c>ledger-period</c> for one that is none or too long.</returns>
    public async Task<Outcome<IReadOnlyList<LedgerRow>>> ReadAsync(LedgerQuery query, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var isAllowed = AuditReach.MayReadAll(requester) || requester is { Role: RequesterRole.Operator, IsSystem: true } || (requester.PersonId is { } self && self == query.Person);
        if (!isAllowed && AuditReach.OwnRecipient(requester) is { } own && (query.Recipient ?? own) == own) (isAllowed, query) = (true, query with { Recipient = own });
        await audit.RecordAsync(
            new AuditRecord(AuditAction.LedgerRead, requester, trace) { Refused = !isAllowed, Person = query.Person, Query = FormattableString.Invariant($"ledger?from={query.From:yyyy-MM-dd}&until={query.Until:yyyy-MM-dd}") }, cancellationToken);
        if (!isAllowed) return ReadingIssues.TrailNotYours;
        if (query.Until < query.From || query.Until.DayNumber - query.From.DayNumber >= LedgerQuery.LongestDays) return ReadingIssues.LedgerPeriod;

        // Everything of the period is read, so nothing is that cannot be a provision, and nothing is kept but the lines.
        var lines = new Dictionary<(DateOnly Day, string Recipient, string Purpose, string Basis, string Form), Line>();
        var found = new AuditQuery
        {
            Person = query.Person, Organization = query.Recipient, From = Begin(query.From), Until = Begin(query.Until.AddDays(1)), Outcome = "permit", IsReceived = false, IsOfBoth = true,
        };
        await entries.ReadAllAsync(found, row => Add(lines, AuditFacts.Read(row)), cancellationToken);

        return Outcome.Success<IReadOnlyList<LedgerRow>>([.. lines
            .OrderByDescending(line => line.Key.Day).ThenBy(line => line.Value.Last.Organization, StringComparer.Ordinal).ThenBy(line => line.Key.Purpose, StringComparer.Ordinal).ThenBy(line => line.Key.Form, StringComparer.Ordinal).ThenBy(line => line.Key.Basis, StringComparer.Ordinal)
            .Select(line => new LedgerRow(
                LedgerWords.File,
                line.Value.Last.Organization ?? line.Key.Recipient,
                LedgerWords.Purpose(line.Value.Last.Purpose),
                LedgerWords.Basis(line.Value.Last.Grounds),
                LedgerWords.Items(line.Value.Types),
                line.Key.Day,
                LedgerWords.Form(line.Value.Last.Action),
                LedgerWords.Restrictions(line.Value.Last.Grounds),
                line.Value.Persons.Count,
                line.Value.Times) { RecipientId = line.Key.Recipient })]);
    }

    private static void Add(Dictionary<(DateOnly Day, string Recipient, string Purpose, string Basis, string Form), Line> lines, AuditFact fact)
    {
        if (!fact.IsProvision || fact.OrganizationId is not { } recipient) return;
        var key = (CivilTime.Here.DayOf(fact.When), recipient, LedgerWords.Purpose(fact.Purpose).Korean, LedgerWords.Basis(fact.Grounds).Korean, LedgerWords.Form(fact.Action).Korean);
        if (!lines.TryGetValue(key, out var line)) lines[key] = line = new(fact);
        line.Add(fact);
    }

    private static DateTimeOffset Begin(DateOnly day) => CivilTime.Here.Begin(day);

    // A line says what its last provision of the day says, whatever the order they are read in.
    private sealed class Line(AuditFact first)
    {
        public AuditFact Last { get; private set; } = first;

        public HashSet<string> Persons { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Types { get; } = new(StringComparer.Ordinal);

        public int Times { get; private set; }

        public void Add(AuditFact fact)
        {
            if (fact.When > Last.When || (fact.When == Last.When && string.CompareOrdinal(fact.Id, Last.Id) > 0)) Last = fact;
            Times++;
            Persons.Add(fact.Person!);
            Types.UnionWith(fact.Types);
        }
    }
}
