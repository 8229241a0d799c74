using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.CarePlans.Sections;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Reading;

/// <summary>Lists the persons a requester may see.</summary>
/// <remarks>
/// What is due depends on what the reader may see, so it is computed for each reading and never kept. That is done for every match only
/// up to <see cref="MostRanked"/>; a larger result comes by name until a search narrows it.
/// </remarks>
public sealed class PersonListReader(
    ResourceStore store, SearchQueryParser parser, ConsentDecider consent, PermittedPlan plans, AuditTrail audit, Schema schema, TimeProvider clock)
{
    /// <summary>The most persons that are ranked by what is due: a municipality's whole caseload of one team, answered within a second.</summary>
    public const int MostRanked = 300;

    private const int MostListed = 10_000;

    /// <summary>One page.</summary>
    public async Task<PersonListReading> ReadAsync(PersonListQuery query, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var count = Math.Clamp(query.Count, 1, 100);
        var today = CivilTime.Here.DayOf(clock.GetUtcNow());
        var candidates = await CandidatesAsync(query.Search.Trim(), requester, cancellationToken);
        var order = query.Order == PersonListOrder.Due && candidates.Count <= MostRanked ? PersonListOrder.Due : PersonListOrder.Name;
        var reading = order == PersonListOrder.Due
            ? await RankedAsync(candidates, query, count, requester, today, cancellationToken)
            : await ByNameAsync(candidates, query, count, requester, today, cancellationToken);
        await audit.RecordAsync(
            new AuditRecord(AuditAction.PersonList, requester, trace) { Entities = [.. reading.Entries.Select(entry => "Patient/" + entry.Person.Id)] },
            cancellationToken);
        return reading;
    }

    /// <summary>One person of the list, or null for one the requester may not see or who is not there.</summary>
    public async Task<PersonEntry?> FindAsync(string id, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var entry = await EntryAsync(id, "", requester, CivilTime.Here.DayOf(clock.GetUtcNow()), cancellationToken);
        await audit.RecordAsync(
            new AuditRecord(AuditAction.PersonList, requester, trace) { Entities = entry is null ? [] : ["Patient/" + id], Refused = entry is null }, cancellationToken);
        return entry;
    }

    private async Task<PersonListReading> RankedAsync(
        List<Candidate> candidates, PersonListQuery query, int count, Requester requester, DateOnly today, CancellationToken cancellationToken)
    {
        List<PersonEntry> entries = [];
        foreach (var candidate in candidates)
        {
            if (await EntryAsync(candidate.Id, query.Search, requester, today, cancellationToken) is { } entry) entries.Add(entry);
        }

        var ranked = entries.OrderBy(FirstDay).ThenBy(entry => entry.Person.Name, StringComparer.Ordinal).ThenBy(entry => entry.Person.Id, StringComparer.Ordinal).ToList();
        var start = 0;
        if (Cursor(query.After) is { } cursor)
        {
            // If the last person of the page before has gone meanwhile, everything not later than its day has been shown.
            var last = ranked.FindIndex(entry => entry.Person.Id == cursor.Id);
            start = last >= 0 ? last + 1 : ranked.FindIndex(entry => string.CompareOrdinal(Key(entry), cursor.Key) > 0) is >= 0 and var later ? later : ranked.Count;
        }

        var page = ranked.Skip(start).Take(count).ToList();
        return new(page, PersonListOrder.Due, start + count < ranked.Count ? $"{Key(page[^1])}.{page[^1].Person.Id}" : null);
    }

    private async Task<PersonListReading> ByNameAsync(
        List<Candidate> candidates, PersonListQuery query, int count, Requester requester, DateOnly today, CancellationToken cancellationToken)
    {
        var start = 0;
        if (Cursor(query.After) is { } cursor)
        {
            var last = candidates.FindIndex(candidate => candidate.Id == cursor.Id);
            start = last + 1;
        }

        List<PersonEntry> page = [];
        while (page.Count < count && start < candidates.Count)
        {
            if (await EntryAsync(candidates[start++].Id, query.Search, requester, today, cancellationToken) is { } entry) page.Add(entry);
        }

        return new(page, PersonListOrder.Name, start < candidates.Count && page.Count > 0 ? $"name.{page[^1].Person.Id}" : null);
    }

    // The list's own decision is coarse; the person's decision is exact, and only what it permits is listed or matched.
    private async Task<PersonEntry?> EntryAsync(string id, string search, Requester requester, DateOnly today, CancellationToken cancellationToken)
    {
        var result = await plans.BuildAsync(id, requester, today, cancellationToken);
        return result.Plan is { } plan && Matches(plan.Person.Name, search.Trim()) ? new(plan.Person, plan.Judgement.Group?.Text, plan.Due) : null;
    }

    private async Task<List<Candidate>> CandidatesAsync(string search, Requester requester, CancellationToken cancellationToken)
    {
        var decision = await consent.DecidePersonsAsync(requester, cancellationToken);
        var looking = new Disclosure(consent, requester);
        List<Candidate> candidates = [];
        var request = new SearchRequest("Patient", []) { Count = SearchRequest.MaximumCount, RequesterKey = requester.Id };
        while (true)
        {
            var page = await store.SearchAsync(request, decision.Predicate, looking.JudgeAsync, cancellationToken);
            await looking.PrepareAsync(page.Matches, cancellationToken);
            foreach (var patient in page.Matches)
            {
                // A name that only others state is not looked for, and puts nobody in order.
                if (await looking.ReleaseAsync(patient, cancellationToken) is not { } shown) continue;
                var name = FhirDocument.Parse(shown, schema).Value is { } document ? Names.Person(document.Root) ?? "" : "";
                if (Matches(name, search)) candidates.Add(new(patient.Id, name));
            }

            if (page.NextCursor is null || candidates.Count >= MostListed) break;
            var next = parser.Parse("Patient", [new("_cursor", page.NextCursor)], requester.Id);
            if (next.Value is not { } following || !next.Succeeded) break;
            request = following;
        }

        candidates.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name) is var byName and not 0 ? byName : string.CompareOrdinal(left.Id, right.Id));
        return candidates;
    }

    private static bool Matches(string name, string search) => search.Length == 0 || name.Contains(search, StringComparison.OrdinalIgnoreCase);

    private static DateOnly FirstDay(PersonEntry entry) => entry.Due is [var first, ..] ? first.Date : DateOnly.MaxValue;

    private static string Key(PersonEntry entry) => FirstDay(entry).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static (string Key, string Id)? Cursor(string? after) =>
        after?.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? (after[..dot], after[(dot + 1)..]) : null;

    private readonly record struct Candidate(string Id, string Name);
}
