using System.Globalization;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using Xunit;
using static CareExchange.Exchange.Tests.Consent.ConsentSamples;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>Whom many consents name finds what the lists of persons would give, page by page.</summary>
public sealed class ManyConsentsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task However_many_are_closed_the_pages_are_those_of_the_lists(int everyOpen)
    {
        await using var store = await TestStore.OpenAsync();
        store.Clock.Now = Now;
        for (var number = 0; number < 700; number++)
        {
            var person = string.Create(CultureInfo.InvariantCulture, $"p{number}");
            var isOpen = number < 260 || number % everyOpen == 0;
            if (isOpen) await store.PutAsync("Consent", person + "-c", ConsentJson(Provision("permit", ToClinic, Classes("clinical"))).Replace("Patient/p1", "Patient/" + person, StringComparison.Ordinal), new ResourceTags(person, DataCategories.Consent, "office"));
            await store.PutAsync(
                "Observation", person + "-o", $$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"c{{number % 2}}"}]},"subject":{"reference":"Patient/{{person}}"},"effectiveDateTime":"2026-01-{{1 + (number % 28):00}}"}""",
                new ResourceTags(person, number % 7 == 0 ? DataCategories.Economic : DataCategories.Clinical, "office"));
        }

        var decider = new ConsentDecider(store.Resources, LegalBasisRules.Default, store.Clock);
        var access = (await decider.DecidePersonsAsync(Nurse, default)).Predicate;
        Assert.Contains(access.Grants, grant => grant.Persons?.Count > 250);
        foreach (var query in (string[])["_count=50", "code=c1&_count=20&_sort=-date", "_sort=date&_count=300", "patient=p7,p9,p651", "_count=10&_sort=-_id"])
        {
            Assert.Equal(await PagesAsync(store, access, null, query), await PagesAsync(store, access, new Disclosure(decider, Nurse).JudgeAsync, query));
        }
    }

    [Fact]
    public async Task What_comes_along_is_what_the_lists_would_let_come_along()
    {
        await using var store = await TestStore.OpenAsync();
        store.Clock.Now = Now;
        for (var number = 0; number < 520; number++)
        {
            var person = string.Create(CultureInfo.InvariantCulture, $"p{number}");
            string[] classes = number % 3 == 0 ? ["clinical"] : ["clinical", "identity"];
            if (number % 2 == 0) await store.PutAsync("Consent", person + "-c", ConsentJson(Provision("permit", ToClinic, Classes(classes))).Replace("Patient/p1", "Patient/" + person, StringComparison.Ordinal), new ResourceTags(person, DataCategories.Consent, "office"));
            await store.PutAsync("Patient", person, """{"resourceType":"Patient","name":[{"family":"Kim"}]}""", new ResourceTags(person, DataCategories.Identity, "office"));
            await store.PutAsync("Observation", person + "-o", $$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"c{{number % 2}}"}]},"subject":{"reference":"Patient/{{person}}"} }""", new ResourceTags(person, DataCategories.Clinical, "office"));
        }

        var decider = new ConsentDecider(store.Resources, LegalBasisRules.Default, store.Clock);
        var access = (await decider.DecidePersonsAsync(Nurse, default)).Predicate;
        foreach (var query in (string[])["_count=30&_include=Observation:subject", "code=c0&_count=40&_include=*", "patient=p4,p6,p7&_include=Observation:patient&_revinclude=Consent:data"])
        {
            var pages = await PagesAsync(store, access, null, query);
            Assert.Contains("+p", pages, StringComparison.Ordinal);
            Assert.Equal(pages, await PagesAsync(store, access, new Disclosure(decider, Nurse).JudgeAsync, query));
        }

        foreach (var query in (string[])["_count=30&_revinclude=Observation:subject", "family=Kim&_count=25"]) Assert.Equal(await PagesAsync(store, access, null, query, "Patient"), await PagesAsync(store, access, new Disclosure(decider, Nurse).JudgeAsync, query, "Patient"));
    }

    [Fact]
    public async Task Where_a_law_shows_a_part_to_everybody_whom_consents_show_all_may_ask_about_all()
    {
        await using var store = await TestStore.OpenAsync();
        store.Clock.Now = Now;
        for (var number = 0; number < 300; number++)
        {
            var person = string.Create(CultureInfo.InvariantCulture, $"p{number}");
            if (number < 250) await store.PutAsync("Consent", person + "-c", ConsentJson(Provision("permit", ToClinic, Classes("service"))).Replace("Patient/p1", "Patient/" + person, StringComparison.Ordinal), new ResourceTags(person, DataCategories.Consent, "office"));
            await store.PutAsync("CarePlan", person + "-k", $$"""{"resourceType":"CarePlan","status":"active","intent":"plan","category":[{"coding":[{"code":"c{{number % 2}}"}]}],"subject":{"reference":"Patient/{{person}}"} }""", new ResourceTags(person, DataCategories.Service, "office"));
        }

        LegalBasisRule[] rules = [.. LegalBasisRules.Default.Select(rule => rule.Id == "act-23-3-sharing-list" ? rule with { Enabled = true } : rule)];
        var decider = new ConsentDecider(store.Resources, rules, store.Clock);
        var access = (await decider.DecidePersonsAsync(Nurse, default)).Predicate;
        foreach (var (query, found) in ((string, int)[])[("category=c1&_count=1000", 125), ("status=active&_count=1000", 300)])
        {
            var lists = await PagesAsync(store, access, null, query, "CarePlan");
            Assert.Equal(found, lists.Split(' ').Length);
            Assert.Equal(lists, await PagesAsync(store, access, new Disclosure(decider, Nurse).JudgeAsync, query, "CarePlan"));
        }
    }

    private static async Task<string> PagesAsync(TestStore store, AccessPredicate access, RowJudge? judge, string query, string type = "Observation")
    {
        var pages = new List<string>();
        for (var pairs = QueryPairs.Parse(query); ;)
        {
            var page = await store.Resources.SearchAsync(store.Parser.Parse(type, pairs, "r").Value!, access, judge, default);
            pages.Add(string.Join(' ', page.Matches.Select(match => match.Id).Concat(page.Included.Select(included => "+" + included.Id))));
            if (page.NextCursor is null) return string.Join('\n', pages);
            pairs = [new("_cursor", page.NextCursor)];
        }
    }
}
