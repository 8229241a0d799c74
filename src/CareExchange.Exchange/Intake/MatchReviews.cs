using System.Globalization;
using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Messages;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Intake;

/// <summary>Doubtful matches, decided by a case manager: whom is a partner's message about?</summary>
/// <remarks>
/// It opens nobody: a candidate is shown as far as the decider may see them anyway. Of others only this is told: which fields agree with what the message says. Every look at
/// a candidate is on record.
/// </remarks>
public sealed class MatchReviews(
    PersonStore parked, ResourceStore store, MessageIntake intake, PartnerDirectory partners, ConsentDecider consent, AuditTrail audit, Schema schema, TimeProvider clock, MatchReviewOptions options)
{
    /// <summary>The most matches that are shown at a time: each of them opens up to ten candidates.</summary>
    public const int MostShown = 20;

    private readonly ParkedReplays _replays = new(parked, intake, partners);

    /// <summary>True for a named member of staff who decides such matches.</summary>
    public static bool MayDecide(Requester requester) => requester is { Role: RequesterRole.CaseManager, IsSystem: false, AppId: null, OnlyPersonId: null };

    /// <summary>How many wait.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) => parked.CountParkedAsync(null, cancellationToken);

    /// <summary>How many have waited too long.</summary>
    public Task<long> CountOverdueAsync(CancellationToken cancellationToken) => parked.CountParkedAsync(clock.GetUtcNow() - options.OverdueAfter, cancellationToken);

    /// <summary>What waits, the oldest first.</summary>
    /// <returns>The matches; <c>forbidden</c> for anybody but a case manager.</returns>
    public async Task<Outcome<MatchReviewPage>> ListAsync(Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!MayDecide(requester))
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.MatchReviewed, requester, trace) { Refused = true, Query = "matches", Explanation = MatchIssues.NotYours.Rule }, cancellationToken);
            return MatchIssues.NotYours;
        }

        var disclosure = new Disclosure(consent, requester);
        var withheld = new Dictionary<string, string>(StringComparer.Ordinal);
        var reviews = new List<MatchReview>();
        foreach (var match in await parked.ListParkedAsync(MostShown, cancellationToken)) reviews.Add(await ReadAsync(match, requester, disclosure, withheld, cancellationToken));
        AuditRecord[] unseen = [.. withheld.Select(one => new AuditRecord(AuditAction.MatchReviewed, requester, trace)
        {
            Person = one.Key, Query = "matches", Entities = [one.Value], Refused = true, Explanation = "match-withheld",
        })];
        var seen = disclosure.Listed(AuditAction.MatchReviewed, trace, "matches");
        await audit.RecordAsync(unseen.Length > 0 && seen is [{ Person: null }] ? unseen : [.. seen, .. unseen], cancellationToken);
        return new MatchReviewPage(reviews, await CountAsync(cancellationToken));
    }

    /// <summary>Decides whom a message is about, and carries it on.</summary>
    /// <param name="id">The match.</param>
    /// <param name="person">One of its candidates; empty for somebody new; null where nobody was chosen.</param>
    /// <param name="requester">Who decides.</param>
    /// <param name="trace">How.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What became of the message; <c>forbidden</c>, <c>match-unknown</c>, <c>match-choice</c>, <c>match-decided</c> where somebody else was first, and
    /// <c>match-rejected</c> or <c>match-partner</c> where the message cannot be carried on: then it waits as before.</returns>
    public async Task<Outcome<MessageReport>> DecideAsync(string id, string? person, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!MayDecide(requester)) return await RefuseAsync(MatchIssues.NotYours);
        if (await parked.FindParkedAsync(id, cancellationToken) is not { } match) return await RefuseAsync(MatchIssues.Unknown);
        if (match.Resolved is not null) return await RefuseAsync(MatchIssues.Decided);
        if (person is null || (person.Length > 0 && !match.Candidates.Contains(person, StringComparer.Ordinal))) return await RefuseAsync(MatchIssues.Choice);
        if (_replays.PartnerOf(match) is not { Enabled: true } partner) return await RefuseAsync(MatchIssues.PartnerGone);

        // Whoever was merged meanwhile is the person they were merged into.
        await using (var transaction = await store.BeginAsync(cancellationToken)) person = person.Length == 0 ? person : await PersonLinks.SurvivorAsync(transaction, person, cancellationToken) ?? person;
        var report = await intake.DecideAsync(partner, ParkedReplays.CarrierOf(partner), match, new(match.Id, person, requester), trace, cancellationToken);
        if (report is null) return await RefuseAsync(MatchIssues.Decided);
        if (report.IsRejected) return await RefuseAsync(MatchIssues.Rejected(report.Issues.FirstOrDefault(issue => issue.IsError)));

        // What was decided may make others of the same persons certain, or give them one candidate more.
        if (report.State == MessageState.Processed) await _replays.CarryAsync(match.Candidates, match.MessageId, trace, cancellationToken);
        return report;

        async Task<Outcome<MessageReport>> RefuseAsync(Issue issue)
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.MatchDecided, requester, trace) { Refused = true, Query = "match", Explanation = issue.Rule }, cancellationToken);
            return issue;
        }
    }

    private async Task<MatchReview> ReadAsync(ParkedMatch match, Requester requester, Disclosure disclosure, Dictionary<string, string> withheld, CancellationToken cancellationToken)
    {
        using var detail = JsonDocument.Parse(match.Detail);
        var root = detail.RootElement;

        // A match of an earlier version says only who the candidates are.
        var patient = Encoding.UTF8.GetBytes(root.TryGetProperty("patient", out var kept) ? kept.GetRawText() : """{"resourceType":"Patient"}""");
        using var document = FhirDocument.Parse(patient, schema).Value!;
        var stated = PersonTraits.Of(document.Root);
        var candidates = new List<(int Score, MatchReviewCandidate Candidate)>();
        foreach (var told in root.GetProperty("candidates").EnumerateArray())
        {
            var person = told.GetProperty("person").GetString()!;
            if (await disclosure.ReadAsync("Patient", person, cancellationToken) is not { Deleted: false } known) continue;
            using var standing = FhirDocument.Parse(known.Json, schema).Value!;
            var compared = PersonScore.Compare(person, stated, PersonTraits.Of(standing.Root), Numbers(told, "agreeing"), Numbers(told, "differing"));
            var released = await disclosure.ReleaseAsync(known, cancellationToken);
            if (released is null) withheld[person] = string.Create(CultureInfo.InvariantCulture, $"Patient/{person}/_history/{known.Version}");
            candidates.Add((compared.Score, new(person, released is { } json ? MatchFacts.Of(json, masks: null) : null, compared.Agreeing, compared.Differing)));
        }

        return new(
            match.Id,
            _replays.PartnerOf(match)?.OrganizationDisplay ?? ParkedReplays.PartnerId(match),
            match.Parked,
            match.Parked < clock.GetUtcNow() - options.OverdueAfter,
            MatchFacts.Of(patient, consent.Masking.Of(requester.Role)),
            root.GetProperty("residentNumberStated").GetBoolean(),
            [.. candidates.OrderByDescending(one => one.Score).Select(one => one.Candidate)]);
    }

    // Numbers are compared by their hashes when the message comes; everything else is compared as it stands now.
    private static IEnumerable<string> Numbers(JsonElement candidate, string list) =>
        candidate.GetProperty(list).EnumerateArray().Select(field => field.GetString()!).Where(field => field is "resident-number" or "identifier");
}
