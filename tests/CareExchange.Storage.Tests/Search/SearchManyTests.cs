using System.Globalization;
using System.Text;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>Searches that match thousands: found another way than those that match few, and answered alike.</summary>
public sealed class SearchManyTests
{
    private const int Patients = 2300;
    private const int Late = 2050;
    private static readonly DateOnly Begin = new(2020, 1, 1);

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_page_of_very_many_is_the_page_that_finding_all_of_them_gives(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        string[] even = [.. Enumerable.Range(0, Patients).Where(number => number % 2 == 0).Select(number => $"p{number}")];
        string[] late = [.. Enumerable.Range(Late, Patients - Late).Select(number => $"p{number}")];

        // Near the beginning, and beyond the rows that are looked at one by one.
        Assert.Equal(even[..15], await PagesAsync(store, "Patient", "_has:Observation:patient:code=often&_count=5", pages: 3));
        Assert.Equal(late[..15], await PagesAsync(store, "Patient", "_has:Observation:patient:code=late&_count=5", pages: 3));
        Assert.Equal(even, await PagesAsync(store, "Patient", "_has:Observation:patient:code=often&_count=200", pages: 100));
        Assert.Equal(Enumerable.Reverse(even).Take(15), await PagesAsync(store, "Patient", "_has:Observation:patient:code=often&_sort=-_lastUpdated&_count=5", pages: 3));
        Assert.Equal(even.Reverse().Take(15).Select(id => $"often-{id}"), await PagesAsync(store, "Observation", "code=often&_sort=-date&_count=5", pages: 3));
        Assert.Equal(even.Take(15).Select(id => $"often-{id}"), await PagesAsync(store, "Observation", "code=often&_sort=date&_count=5", pages: 3));
        Assert.Equal(4 * late.Length, (await PagesAsync(store, "Observation", "code=late&_sort=date&_count=100", pages: 100)).Distinct().Count());
        Assert.Equal(even.Length, (await PagesAsync(store, "Observation", "value-quantity=gt0&_count=300", pages: 100)).Distinct().Count());

        var hidden = AccessPredicate.Unrestricted.Except([new AccessGrant { Resources = ["Observation/often-p2"] }]);
        Assert.Equal(["p0", "p4", "p6", "p8", "p10"], (await store.SearchAsync("Patient", "_has:Observation:patient:code=often&_count=5", hidden)).Matches.Select(match => match.Id));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_range_of_time_comes_in_its_order_each_match_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        await store.PutAsync("Observation", "going-on", """{"resourceType":"Observation","status":"final","effectivePeriod":{"start":"2019-05-01"}}""");
        await store.PutAsync("Observation", "over", """{"resourceType":"Observation","status":"final","effectivePeriod":{"start":"2019-05-01","end":"2019-06-01"}}""");
        await store.PutAsync("Observation", "twice", """{"resourceType":"Observation","status":"final","effectiveTiming":{"event":["2025-01-01","2018-01-01"]}}""");
        string[] all = [.. Enumerable.Range(0, Patients).Where(number => number % 2 == 0).Select(number => $"often-p{number}")];
        string[] From(DateOnly day) => [.. all.Where((_, place) => Begin.AddDays(2 * place) >= day)];

        // From a day on the newest come first; what still goes on stands where it began, and what happened twice is one long time.
        Assert.Equal([.. Enumerable.Reverse(From(new(2026, 1, 1))), "going-on"], await PagesAsync(store, "Observation", "date=ge2026-01-01&_count=7", pages: 100, mayOrder: true));
        Assert.Equal(["twice", "going-on", "over", .. all.Except(From(new(2020, 1, 11)))], await PagesAsync(store, "Observation", "date=lt2020-01-11&code:not=late&_count=4", pages: 100, mayOrder: true));
        Assert.Equal(From(new(2020, 3, 1)).Except(From(new(2020, 4, 1))), await PagesAsync(store, "Observation", "date=2020-03&_count=4", pages: 100, mayOrder: true));
        Assert.Equal(Enumerable.Reverse(From(new(2020, 3, 1)).Except(From(new(2020, 4, 1)))), (await PagesAsync(store, "Observation", "date=ge2020-03-01&date=le2020-03-31&_count=4", pages: 100, mayOrder: true)).Where(id => id.StartsWith("often", StringComparison.Ordinal)));

        // The order is the answer's, not the question's: somebody who asks for one gets it, and what finds fewer is found in its own.
        Assert.Equal(["twice", "going-on", .. all[..3]], await PagesAsync(store, "Observation", "date=ge2020-01-01&_sort=date&_count=5", pages: 1, mayOrder: true));
        Assert.Equal("often-p4", Assert.Single(await PagesAsync(store, "Observation", "date=ge2020-01-01&patient=p4&_count=4", pages: 2, mayOrder: true)));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_changed_since_comes_in_the_order_of_changes(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        foreach (var id in (string[])["a", "b", "c"])
        {
            await store.PutAsync("Organization", id, """{"resourceType":"Organization","name":"x"}""");
            store.Clock.Advance(TimeSpan.FromHours(1));
        }

        await store.PutAsync("Organization", "a", """{"resourceType":"Organization","name":"y"}""");

        Assert.Equal(["b", "c", "a"], await PagesAsync(store, "Organization", "_lastUpdated=ge2020&_count=1", pages: 10, mayOrder: true));
        Assert.Equal(["a", "b", "c"], await PagesAsync(store, "Organization", "_lastUpdated=ge2020&_count=1", pages: 10));
    }

    private static async Task FillAsync(TestStore store)
    {
        await using var transaction = await store.Resources.BeginAsync(default);
        for (var number = 0; number < Patients; number++)
        {
            await PutAsync(transaction, "Patient", $"p{number}", """{"resourceType":"Patient"}""");
            if (number % 2 == 0) await PutAsync(transaction, "Observation", $"often-p{number}", Observation("often", number, ""","valueQuantity":{"value":1}"""));
            for (var turn = 0; number >= Late && turn < 4; turn++) await PutAsync(transaction, "Observation", $"late-{turn}-p{number}", Observation("late", number - Patients, ""));
            store.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await transaction.CommitAsync(default);
        await store.AnalyzeAsync();
    }

    private static async Task PutAsync(StoreTransaction transaction, string type, string id, string json) =>
        Assert.True((await transaction.PutAsync(type, id, Encoding.UTF8.GetBytes(json), TestStore.Tags, ifMatch: 0, default)).Succeeded);

    private static string Observation(string code, int days, string more) =>
        $$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"{{code}}"}]},"subject":{"reference":"Patient/p{{(days < 0 ? days + Patients : days).ToString(CultureInfo.InvariantCulture)}}"},"effectiveDateTime":"{{Begin.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}"{{more}}}""";

    private static async Task<IReadOnlyList<string>> PagesAsync(TestStore store, string type, string query, int pages, bool mayOrder = false)
    {
        var ids = new List<string>();
        for (var (page, next) = (0, query); page < pages; page++)
        {
            var parsed = store.Parser.Parse(type, TestStore.Pairs(next), "r1", mayOrder: mayOrder);
            Assert.True(parsed.Succeeded, query);
            var found = await store.Resources.SearchAsync(parsed.Value!, AccessPredicate.Unrestricted, default);
            ids.AddRange(found.Matches.Select(match => match.Id));
            if (found.NextCursor is null) return ids;
            next = $"_cursor={found.NextCursor}";
        }

        return ids;
    }
}
