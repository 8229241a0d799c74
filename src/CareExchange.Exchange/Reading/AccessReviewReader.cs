using System.Security.Cryptography;
using System.Text.Json;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;

namespace CareExchange.Exchange.Reading;

/// <summary>The monthly review of access records: made from the trail, signed once by whoever answers for it.</summary>
public sealed class AccessReviewReader(AuditStore entries, AuditReviewStore reviews, AuditTrail audit, TimeProvider clock)
{
    /// <summary>More persons than this in one month stand out.</summary>
    public const int ManyPersons = 100;

    /// <summary>More refusals than this in one month stand out.</summary>
    public const int ManyRefusals = 20;

    /// <summary>The longest note, in characters.</summary>
    public const int LongestNote = 2000;

    private const int MostAgents = 50;

    private static readonly string[] LookingAtData = ["read", "vread", "search-type", "history-instance", "plan-read", "plan-printed", "export", "person-list", "operation"];

    /// <summary>The review of the month in which a day is.</summary>
    /// <returns>The review; <c>forbidden</c> for anybody but the privacy officer and the operator's command.</returns>
    public async Task<Outcome<AccessReview>> ReadAsync(DateOnly day, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var isAllowed = AuditReach.MayReadAll(requester) || requester.Role == RequesterRole.Operator;
        var month = new DateOnly(day.Year, day.Month, 1);
        await audit.RecordAsync(new AuditRecord(AuditAction.Review, requester, trace) { Refused = !isAllowed, Query = FormattableString.Invariant($"review?month={month:yyyy-MM}") }, cancellationToken);
        return isAllowed ? await BuildAsync(month, cancellationToken) : ReadingIssues.TrailNotYours;
    }

    /// <summary>Signs a month that is over.</summary>
    /// <returns>The signed review; <c>review-not-over</c>, <c>review-signed</c>, or <c>forbidden</c>.</returns>
    public async Task<Outcome<AccessReview>> SignAsync(DateOnly day, string note, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var read = await ReadAsync(day, requester, trace, cancellationToken);
        if (read.Value is not { } review || !read.Succeeded) return read;
        if (!review.IsOver) return ReadingIssues.ReviewNotOver;
        if (review.Signature is not null) return ReadingIssues.ReviewSigned;
        var signature = new AccessReviewSignature(requester.Display, clock.GetUtcNow(), note.Length > LongestNote ? note[..LongestNote] : note, DigestOf(review));
        var record = audit.RowOf(new AuditRecord(AuditAction.Review, requester, trace) { Explanation = FormattableString.Invariant($"signed {review.Month:yyyy-MM} {signature.Digest}") });
        return await reviews.SignAsync(new(review.Month, requester.Id, signature.By, signature.At, signature.Note, signature.Digest), record, cancellationToken)
            ? review with { Signature = signature }
            : ReadingIssues.ReviewSigned;
    }

    private async Task<AccessReview> BuildAsync(DateOnly month, CancellationToken cancellationToken)
    {
        var (records, refused) = (0L, 0L);
        var persons = new HashSet<string>(StringComparer.Ordinal);
        var actions = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var agents = new Dictionary<string, Tally>(StringComparer.Ordinal);
        var query = new AuditQuery { From = Begin(month), Until = Begin(month.AddMonths(1)) };
        foreach (var some in await entries.TallyAsync(query, cancellationToken))
        {
            // Reading and signing the review would otherwise change it.
            if (some.Action == AuditAction.Review.Code) continue;
            records += some.Entries;
            if (!IsPermitted(some)) refused += some.Entries;
            actions[some.Action] = actions.GetValueOrDefault(some.Action) + some.Entries;
            if (!agents.TryGetValue(some.Agent, out var tally)) agents[some.Agent] = tally = new();
            tally.Add(some);
        }

        foreach (var (agent, action, person) in await entries.ListPersonsAsync(query, cancellationToken))
        {
            if (action == AuditAction.Review.Code || !agents.TryGetValue(agent, out var tally)) continue;
            persons.Add(person);
            tally.Persons.Add(person);
        }

        AccessReviewAgent[] all = [.. agents.Select(agent => agent.Value.Of(agent.Key)).OrderByDescending(agent => agent.Records).ThenBy(agent => agent.Agent, StringComparer.Ordinal)];
        for (var place = 0; place < all.Length; place++)
        {
            if (place < MostAgents || Findings(all[place]).Any()) all[place] = await NamedAsync(all[place], query, cancellationToken);
        }

        var signed = await reviews.FindAsync(month, cancellationToken);
        return new(month, records, refused, persons.Count, [.. actions], [.. all.Take(MostAgents)], [.. all.SelectMany(Findings)])
        {
            IsOver = Begin(month.AddMonths(1)) <= clock.GetUtcNow(),
            Signature = signed is null ? null : new(signed.Display, signed.SignedAt, signed.Note, signed.Digest),
        };
    }

    // What others recorded counts as nothing that was refused here.
    private static bool IsPermitted(AuditTally some) => some.Outcome == "permit" || some.Action == AuditQuery.Received;

    // By the names of the agent's last record of the month: names stand in what is recorded alone.
    private async Task<AccessReviewAgent> NamedAsync(AccessReviewAgent agent, AuditQuery query, CancellationToken cancellationToken)
    {
        await foreach (var fact in AuditFacts.WalkAsync(entries, query with { Agent = agent.Agent }, cancellationToken, atOnce: 4))
        {
            if (fact.Action != AuditAction.Review.Code) return agent with { Who = fact.Who, Organization = fact.Organization };
        }

        return agent;
    }

    private static IEnumerable<AccessReviewFinding> Findings(AccessReviewAgent agent)
    {
        if (agent.AtNight > 0) yield return new("night", agent.Agent, new($"{agent.Who}: 밤(22~6시) 접속 {agent.AtNight}건", $"{agent.Who}: {agent.AtNight} records at night (22 to 6 o'clock)"));
        if (agent.Persons > ManyPersons) yield return new("many-persons", agent.Agent, new($"{agent.Who}: 대상자 {agent.Persons}명의 정보를 조회", $"{agent.Who}: asked for the data of {agent.Persons} persons"));
        if (agent.Refused > ManyRefusals) yield return new("refusals", agent.Agent, new($"{agent.Who}: 거절 {agent.Refused}건", $"{agent.Who}: {agent.Refused} refusals"));
        if (agent.Exports > 0) yield return new("download", agent.Agent, new($"{agent.Who}: 내려받기 {agent.Exports}건 — 사유 확인", $"{agent.Who}: {agent.Exports} downloads, whose reason is to be confirmed"));
    }

    // Figures only, in a fixed order: the same trail gives the same digest whenever it is read.
    private static string DigestOf(AccessReview review) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(review with { Signature = null, IsOver = true })));

    private static DateTimeOffset Begin(DateOnly day) => CivilTime.Here.Begin(day);

    private sealed class Tally
    {
        private long _records;
        private long _refused;
        private long _atNight;
        private long _exports;

        public HashSet<string> Persons { get; } = new(StringComparer.Ordinal);

        public void Add(AuditTally some)
        {
            _records += some.Entries;
            if (!IsPermitted(some)) _refused += some.Entries;
            if (some.Action == AuditAction.Export.Code) _exports += some.Entries;
            if (Array.IndexOf(LookingAtData, some.Action) >= 0 && CivilTime.Here.At(some.Quarter).Hour is >= 22 or < 6) _atNight += some.Entries;
        }

        public AccessReviewAgent Of(string agent) => new(agent, agent, null, _records, _refused, Persons.Count, _atNight, _exports);
    }
}
