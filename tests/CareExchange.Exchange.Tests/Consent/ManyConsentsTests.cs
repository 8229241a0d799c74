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

    private static async Task<string> PagesAsync(TestStore store, AccessPredicate access, RowJudge? judge, string query)
    {
        var pages = new List<string>();
        for (var pairs = QueryPairs.Parse(query); ;)
        {
            var page = await store.Resources.SearchAsync(store.Parser.Parse("Observation", pairs, "r").Value!, access, judge, default);
            pages.Add(string.Join(' ', page.Matches.Select(match => match.Id)));
            if (page.NextCursor is null) return string.Join('\n', pages);
            pairs = [new("_cursor", page.NextCursor)];
        }
    }
}
