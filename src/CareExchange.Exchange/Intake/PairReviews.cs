using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Persons;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Intake;

/// <summary>Two Patients that were written with one identifier: one person or two? Decided by a case manager.</summary>
/// <remarks>
/// Who writes a Patient directly says whose it is by its id, so it is stored as it is and its writer hears nothing of whom the gateway knows already. It opens nobody, as
/// <see cref="MatchReviews"/>. One person: the later record is linked to the first, nothing is moved, and messages of either find the first; it can be taken back.
/// </remarks>
public sealed class PairReviews(PersonStore persons, WriteServices services, ConsentDecider consent, AuditTrail audit, Schema schema, MatchReviewOptions options, ParkedReplays replays)
{
    /// <summary>The most pairs that are shown at a time.</summary>
    public const int MostShown = 20;

    /// <summary>How many wait.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) => persons.CountSharedAsync(null, cancellationToken);

    /// <summary>How many have waited too long.</summary>
    public Task<long> CountOverdueAsync(CancellationToken cancellationToken) => persons.CountSharedAsync(OverdueBefore, cancellationToken);

    private DateTimeOffset OverdueBefore => services.Clock.GetUtcNow() - options.OverdueAfter;

    /// <summary>What waits, and what was joined last.</summary>
    /// <returns>The pairs; <c>forbidden</c> for anybody but a case manager.</returns>
    public async Task<Outcome<PairReviewPage>> ListAsync(Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!MatchReviews.MayDecide(requester)) return await RefuseAsync(AuditAction.MatchReviewed, MatchIssues.NotYours, requester, trace, cancellationToken);
        var disclosure = new Disclosure(consent, requester);
        var withheld = new Dictionary<string, string>(StringComparer.Ordinal);
        var waiting = await ReadAsync(await persons.ListSharedAsync(isJoined: false, MostShown, cancellationToken), disclosure, withheld, cancellationToken);
        var joined = await ReadAsync(await persons.ListSharedAsync(isJoined: true, MostShown, cancellationToken), disclosure, withheld, cancellationToken);
        AuditRecord[] unseen = [.. withheld.Select(one => new AuditRecord(AuditAction.MatchReviewed, requester, trace)
        {
            Person = one.Key, Query = "matches", Entities = [one.Value], Refused = true, Explanation = "match-withheld",
        })];
        AuditRecord[] seen = [.. disclosure.Listed(AuditAction.MatchReviewed, trace, "matches").Where(record => record.Person is not null)];
        if (seen.Length + unseen.Length > 0) await audit.RecordAsync([.. seen, .. unseen], cancellationToken);
        return new PairReviewPage(waiting, joined, await CountAsync(cancellationToken));
    }

    /// <summary>Decides whether two are one person.</summary>
    /// <param name="id">The pair.</param>
    /// <param name="isSame">What was decided; null where nothing was chosen.</param>
    /// <param name="requester">Who decides.</param>
    /// <param name="trace">How.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The decision; <c>forbidden</c>, <c>match-unknown</c>, <c>match-choice</c>, or <c>match-decided</c> where somebody else was first.</returns>
    public async Task<Outcome<bool>> DecideAsync(string id, bool? isSame, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!MatchReviews.MayDecide(requester)) return await RefuseAsync(AuditAction.MatchDecided, MatchIssues.NotYours, requester, trace, cancellationToken);
        if (await persons.FindSharedAsync(id, cancellationToken) is not { } pair) return await RefuseAsync(AuditAction.MatchDecided, MatchIssues.Unknown, requester, trace, cancellationToken);
        if (isSame is not { } same) return await RefuseAsync(AuditAction.MatchDecided, MatchIssues.PairChoice, requester, trace, cancellationToken);
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        var issue = await unit.Transaction.DecideSharedAsync(id, same, requester.Id, cancellationToken) ? same ? await JoinAsync(unit, pair, cancellationToken) : null : MatchIssues.Decided;
        return await EndAsync(unit, issue, pair, same ? "match-same" : "match-different", same, requester, trace, cancellationToken);
    }

    /// <summary>Takes back that two were decided to be one person: the link goes, and each is found by what is its own.</summary>
    /// <returns><c>forbidden</c>, <c>match-unknown</c>, or <c>match-not-joined</c> where the requester's organisation did not join them.</returns>
    public async Task<Outcome<bool>> PartAsync(string id, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!MatchReviews.MayDecide(requester)) return await RefuseAsync(AuditAction.MatchDecided, MatchIssues.NotYours, requester, trace, cancellationToken);
        if (await persons.FindSharedAsync(id, cancellationToken) is not { } pair) return await RefuseAsync(AuditAction.MatchDecided, MatchIssues.Unknown, requester, trace, cancellationToken);
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        var issue = await unit.Transaction.PartSharedAsync(id, requester.Id, cancellationToken) ? await LinkAwayAsync(unit, pair, cancellationToken) : MatchIssues.NotJoined;
        return await EndAsync(unit, issue, pair, "match-parted", isSame: false, requester, trace, cancellationToken);
    }

    // Whoever was merged meanwhile leads on: a link back would be a circle.
    private async Task<Issue?> JoinAsync(WriteUnit unit, SharedIdentifier pair, CancellationToken cancellationToken)
    {
        var second = await unit.Transaction.ReadAsync("Patient", pair.Second, cancellationToken);
        if (second is not { Deleted: false } || await unit.Transaction.ReadAsync("Patient", pair.First, cancellationToken) is not { Deleted: false }) return MatchIssues.Decided;
        if (await PersonLinks.SurvivorAsync(unit.Transaction, pair.First, cancellationToken) == pair.Second) return null;
        var statement = FhirDocument.Parse(PersonLinks.Statement(pair.Second, pair.First), schema).Value!;
        var put = await unit.MergePersonAsync(new(statement, second.Tags.Category), pair.Second, cancellationToken);
        return put.Succeeded ? null : put.Issues[0];
    }

    private static async Task<Issue?> LinkAwayAsync(WriteUnit unit, SharedIdentifier pair, CancellationToken cancellationToken)
    {
        if (await unit.Transaction.ReadAsync("Patient", pair.Second, cancellationToken) is not { Deleted: false } second) return MatchIssues.NotJoined;
        if (PersonLinks.Parted(second.Json, pair.First, unit.OrganizationId) is not { } parted) return MatchIssues.NotJoined;
        var put = await unit.RestateAsync(second, parted, cancellationToken);
        return put.Succeeded ? null : put.Issues[0];
    }

    // The decision, what it changes and the record of both for either person are one commit.
    private async Task<Outcome<bool>> EndAsync(
        WriteUnit unit, Issue? issue, SharedIdentifier pair, string word, bool isSame, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (issue is not null)
        {
            await unit.DisposeAsync();
            return await RefuseAsync(AuditAction.MatchDecided, issue, requester, trace, cancellationToken);
        }

        foreach (var person in (string[])[pair.First, pair.Second])
        {
            await audit.AppendAsync(unit.Transaction, new(AuditAction.MatchDecided, requester, trace) { Person = person, Query = $"match/{pair.Id}", Explanation = word }, cancellationToken);
        }

        if (unit.Written.Count > 0) await unit.CommitAsync(new(AuditAction.Update, LegalBasis.OwnRecord) { Explanation = word }, trace, cancellationToken);
        else await unit.Transaction.CommitAsync(cancellationToken);

        // A message may have waited for this.
        await replays.CarryAsync([pair.First, pair.Second], except: null, trace, cancellationToken);
        return isSame;
    }

    private async Task<Issue> RefuseAsync(AuditAction action, Issue issue, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new AuditRecord(action, requester, trace) { Refused = true, Query = "match", Explanation = issue.Rule }, cancellationToken);
        return issue;
    }

    private async Task<IReadOnlyList<PairReview>> ReadAsync(IReadOnlyList<SharedIdentifier> pairs, Disclosure disclosure, Dictionary<string, string> withheld, CancellationToken cancellationToken)
    {
        var reviews = new List<PairReview>(pairs.Count);
        foreach (var pair in pairs)
        {
            if (await PatientAsync(pair.First) is not { } first || await PatientAsync(pair.Second) is not { } second) continue;
            string[] agreeing = [pair.System == ResidentNumber.System ? "resident-number" : "identifier"];
            var compared = PersonScore.Compare(pair.First, second.Traits, first.Traits, agreeing, []);
            reviews.Add(new(pair.Id, pair.Found, pair.Decided is null && pair.Found < OverdueBefore, new(pair.First, first.Facts, compared.Agreeing, compared.Differing), new(pair.Second, second.Facts, [], [])));
        }

        return reviews;

        async Task<(PersonTraits Traits, MatchFacts? Facts)?> PatientAsync(string person)
        {
            if (await disclosure.ReadAsync("Patient", person, cancellationToken) is not { Deleted: false } known) return null;
            using var document = FhirDocument.Parse(known.Json, schema).Value!;
            var released = await disclosure.ReleaseAsync(known, cancellationToken);
            if (released is null) withheld[person] = string.Create(CultureInfo.InvariantCulture, $"Patient/{person}/_history/{known.Version}");
            return (PersonTraits.Of(document.Root), released is { } json ? MatchFacts.Of(json, masks: null) : null);
        }
    }
}
