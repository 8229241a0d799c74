using System.Globalization;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using Xunit;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>What is kept between decisions must be what a decision from nothing finds, after any change and at any time.</summary>
public sealed class PersonsIndexTests
{
    private const int Persons = 12;

    [Fact]
    public async Task Whatever_is_written_and_however_time_passes_the_kept_decision_is_the_one_made_from_nothing()
    {
        var random = new Random(20261122);
        await using var store = await TestStore.OpenAsync();
        var kept = new ConsentDecider(store.Resources, LegalBasisRules.Default, store.Clock);
        Requester[] requesters = [.. Enumerable.Range(0, 6).Select(_ => RandomPolicyTests.Requester(random))];
        var opened = 0;
        for (var run = 0; run < 120; run++)
        {
            for (var write = random.Next(3); write > 0; write--) await WriteAsync(store, random);

            // Across the beginnings and ends of the periods in the samples, and now and then back.
            store.Clock.Now = new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero).AddDays(random.Next(10) == 0 ? random.Next(400) : run * 3.5);
            foreach (var requester in requesters.Where(_ => random.Next(2) == 0))
            {
                var fresh = await new ConsentDecider(store.Resources, LegalBasisRules.Default, store.Clock).DecidePersonsAsync(requester, default);
                var index = await kept.DecidePersonsAsync(requester, default);
                Assert.Equal(fresh.Persons, index.Persons);
                Assert.Equal(Text(fresh.Predicate), Text(index.Predicate));
                opened += index.Persons.Count;
            }
        }

        Assert.True(opened > 300);
    }

    [Fact]
    public async Task From_nothing_it_is_what_all_consents_read_at_once_decide()
    {
        var random = new Random(7);
        await using var store = await TestStore.OpenAsync();
        for (var write = 0; write < 60; write++) await WriteAsync(store, random);
        var byPerson = new Dictionary<string, List<ConsentPolicy>>(StringComparer.Ordinal);
        var all = await store.Resources.SearchAsync(new SearchRequest("Consent", []) { Count = 1000 }, AccessPredicate.Unrestricted, default);
        foreach (var consent in all.Matches)
        {
            if (ConsentReader.Read(consent) is not { IsActive: true, Person: { } person } policy) continue;
            if (!byPerson.TryGetValue(person, out var policies)) byPerson[person] = policies = [];
            policies.Add(policy);
        }

        for (var run = 0; run < 30; run++)
        {
            var requester = RandomPolicyTests.Requester(random);
            var expected = PersonsJudge.Decide(requester, store.Clock.GetUtcNow(), byPerson, LegalBasisRules.Default);

            var decided = await new ConsentDecider(store.Resources, LegalBasisRules.Default, store.Clock).DecidePersonsAsync(requester, default);

            Assert.Equal(expected.Persons, decided.Persons);
            Assert.Equal(Text(expected.Predicate), Text(decided.Predicate));
        }
    }

    [Fact]
    public async Task Whoever_asks_while_it_is_worked_out_ahead_waits_for_the_same_work()
    {
        var random = new Random(11);
        await using var store = await TestStore.OpenAsync();
        for (var write = 0; write < 200; write++) await WriteAsync(store, random);
        var requester = RandomPolicyTests.Requester(random);
        for (var run = 0; run < 20; run++)
        {
            var decider = new ConsentDecider(store.Resources, LegalBasisRules.Default, store.Clock);
            var ahead = Task.Run(async () => await decider.PrepareAsync(requester, default));
            var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await decider.DecidePersonsAsync(requester with { Display = "Another" }, default))));

            // Who works it out anew makes another predicate.
            Assert.True(await ahead);
            var later = await decider.DecidePersonsAsync(requester, default);
            Assert.All(asked, decision => Assert.Same(later.Predicate, decision.Predicate));
            Assert.Equal(1, decider.Prepared);
        }
    }

    [Fact]
    public async Task What_is_worked_out_ahead_drives_nobody_out()
    {
        await using var store = await TestStore.OpenAsync();
        var decider = new ConsentDecider(store.Resources, LegalBasisRules.Default, store.Clock);
        var requester = RandomPolicyTests.Requester(new Random(11));
        var prepared = 0;
        while (await decider.PrepareAsync(requester with { Id = $"one-{prepared}" }, default)) prepared++;

        Assert.InRange(prepared, 8, 63);
        Assert.Equal(prepared, decider.Prepared);
    }

    [Fact]
    public async Task A_change_that_another_process_commits_counts_at_once()
    {
        var random = new Random(3);
        await using var store = await TestStore.OpenAsync();
        var decider = new ConsentDecider(store.Resources, [], store.Clock);
        var json = ConsentSamples.ConsentJson(ConsentSamples.Provision("permit", ConsentSamples.To($"Organization/{ConsentSamples.Nurse.OrganizationId}")), "2026-01-01", "active", "");
        await PutAsync(store, "p1", "c1", json);
        Assert.Equal(["p1"], (await decider.DecidePersonsAsync(ConsentSamples.Nurse, default)).Persons);

        // The other process has stores of its own over the same file.
        var other = new ResourceStore(store.Database);
        await using (var transaction = await other.BeginAsync(default))
        {
            await transaction.DeleteAsync("Consent", "c1", null, default);
            await transaction.CommitAsync(default);
        }

        Assert.Empty((await decider.DecidePersonsAsync(ConsentSamples.Nurse, default)).Persons);
    }

    private static async Task WriteAsync(TestStore store, Random random)
    {
        var person = string.Create(CultureInfo.InvariantCulture, $"p{random.Next(Persons)}");
        var id = string.Create(CultureInfo.InvariantCulture, $"{person}-c{random.Next(3)}");
        if (random.Next(5) > 0 || await store.Resources.ReadAsync("Consent", id, default) is not { Deleted: false })
        {
            await PutAsync(store, person, id, RandomPolicyTests.Consent(random));
            return;
        }

        await using var transaction = await store.Resources.BeginAsync(default);
        await transaction.DeleteAsync("Consent", id, null, default);
        await transaction.CommitAsync(default);
    }

    private static Task PutAsync(TestStore store, string person, string id, string json) =>
        store.PutAsync("Consent", id, json.Replace("Patient/p1", $"Patient/{person}", StringComparison.Ordinal), new ResourceTags(person, DataCategories.Consent, "seodaemun"));

    private static IEnumerable<string> Text(AccessPredicate predicate) => predicate.Grants.Select(grant => (Grant: grant, Mark: "")).Concat(predicate.Undecided.Select(grant => (Grant: grant, Mark: "?")))
        .Select(one => $"{one.Mark}{List(one.Grant.Persons)}|{List(one.Grant.Categories)}|{List(one.Grant.Sources)}|{List(one.Grant.Resources)}|{List(one.Grant.Elements)}")
        .Order(StringComparer.Ordinal);

    private static string List(IReadOnlyList<string>? values) => values is null ? "*" : string.Join(',', values.Order(StringComparer.Ordinal));
}
