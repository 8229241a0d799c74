using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>Histories on both databases: order, time, pages, and what the requester may know of.</summary>
public sealed class HistoryTests
{
    private static readonly ResourceTags Clinic = new("p1", "clinical", "clinic");

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Versions_come_newest_first_of_one_resource_of_a_type_and_of_everything(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);

        Assert.Equal("a3 a2 a1", await PageAsync(store, "Observation", "a", ""));
        Assert.Equal("a3 b1 a2 a1", await PageAsync(store, "Observation", null, ""));
        Assert.Equal("g2 a3 b1 a2 g1 a1", await PageAsync(store, null, null, ""));
        Assert.Equal("", await PageAsync(store, "Observation", "g", ""));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Since_and_at_choose_by_time(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var moments = await FillAsync(store);

        // Stored in this order, a minute apart: a1 g1 a2 b1 a3 (deletion) g2.
        Assert.Equal("g2 a3 b1", await PageAsync(store, null, null, $"_since={Text(moments[3])}"));
        Assert.Equal("a2 g1", await PageAsync(store, null, null, $"_at={Text(moments[2])}"));
        Assert.Equal("b1 a2 g1", await PageAsync(store, null, null, $"_at={Text(moments[3])}"));
        Assert.Equal("a2", await PageAsync(store, "Observation", "a", $"_at={Text(moments[3])}"));
        Assert.Equal("a3", await PageAsync(store, "Observation", "a", $"_at={Text(moments[5])}"));
        Assert.Equal("", await PageAsync(store, null, null, "_at=2020"));
        Assert.Equal("", await PageAsync(store, null, null, "_since=2099"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Pages_follow_each_other_while_versions_are_written(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        var found = new List<string>();
        var query = "_count=2";
        while (true)
        {
            var page = await store.Resources.HistoryAsync(Request(store, null, null, query), AccessPredicate.Unrestricted, default);
            found.AddRange(page.Versions.Select(Name));
            await store.PutAsync("Observation", "b", $$"""{"resourceType":"Observation","status":"final","valueInteger":{{found.Count}}}""", Clinic);
            if (page.NextCursor is not { } cursor) break;
            query = "_cursor=" + cursor;
        }

        Assert.Equal("g2 a3 b1 a2 g1 a1", string.Join(' ', found));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Each_version_is_judged_by_its_own_tags(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Observation", "a", """{"resourceType":"Observation","status":"final"}""", Clinic with { Category = "cognition" });
        await store.PutAsync("Observation", "a", """{"resourceType":"Observation","status":"amended"}""", Clinic);

        Assert.Equal("a2", await PageAsync(store, "Observation", null, "", AccessPredicate.AnyOf([new AccessGrant { Categories = ["clinical"] }])));
        Assert.Equal("a1", await PageAsync(store, null, null, "", AccessPredicate.AnyOf([new AccessGrant { Persons = ["p1"], Categories = ["cognition"] }])));
        Assert.Equal("", await PageAsync(store, null, null, "", AccessPredicate.None));
    }

    [Theory]
    [InlineData("_sort=-_id", "search-value")]
    [InlineData("_since=yesterday", "search-value")]
    [InlineData("_at=2026-13", "search-value")]
    [InlineData("_count=-1", "search-value")]
    [InlineData("_count=1&_count=2", "search-repeated")]
    [InlineData("_cursor=x", "cursor-invalid")]
    [InlineData("_cursor=x&_count=1", "cursor-not-alone")]
    public async Task What_is_not_understood_is_an_issue(string query, string rule)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        Assert.Equal(rule, Assert.Single(new HistoryQueryParser(store.Database).Parse("Patient", null, TestStore.Pairs(query), "r1").Issues).Rule);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task The_history_of_everything_may_be_of_some_types(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);

        Assert.Equal("g2 g1", await PageAsync(store, null, null, "_type=Organization"));
        Assert.Equal(await PageAsync(store, null, null, ""), await PageAsync(store, null, null, "_type=Organization,Observation"));
        var first = await store.Resources.HistoryAsync(Request(store, null, null, "_type=Organization&_count=1"), AccessPredicate.Unrestricted, default);
        Assert.Equal("g1", await PageAsync(store, null, null, $"_cursor={first.NextCursor}"));
        Assert.Equal("resource-type-unknown", Assert.Single(new HistoryQueryParser(store.Database).Parse(null, null, TestStore.Pairs("_type=Organization,Thing"), "r1").Issues).Rule);
        Assert.Equal("search-parameter-unknown", Assert.Single(new HistoryQueryParser(store.Database).Parse("Patient", null, TestStore.Pairs("_type=Patient"), "r1").Issues).Rule);
    }

    [Fact]
    public async Task A_link_serves_only_its_own_history_and_requester()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await FillAsync(store);
        var parser = new HistoryQueryParser(store.Database);
        var cursor = (await store.Resources.HistoryAsync(Request(store, null, null, "_count=1"), AccessPredicate.Unrestricted, default)).NextCursor!;

        Assert.True(parser.Parse(null, null, TestStore.Pairs($"_cursor={cursor}"), "r1").Succeeded);
        Assert.False(parser.Parse(null, null, TestStore.Pairs($"_cursor={cursor}"), "r2").Succeeded);
        Assert.False(parser.Parse("Observation", null, TestStore.Pairs($"_cursor={cursor}"), "r1").Succeeded);
        Assert.False(store.Parser.Parse("Observation", TestStore.Pairs($"_cursor={cursor}"), "r1").Succeeded);
    }

    private static async Task<List<DateTimeOffset>> FillAsync(TestStore store)
    {
        var moments = new List<DateTimeOffset>();
        foreach (var step in (string[])["a", "g", "a", "b", "-", "g"])
        {
            store.Clock.Advance(TimeSpan.FromMinutes(1));
            moments.Add(store.Clock.GetUtcNow());
            if (step == "g") await store.PutAsync("Organization", "g", $$"""{"resourceType":"Organization","name":"{{moments.Count}}"}""", new(null, "admin", "clinic"));
            else if (step != "-") await store.PutAsync("Observation", step, $$"""{"resourceType":"Observation","status":"final","valueInteger":{{moments.Count}}}""", Clinic);
            else
            {
                await using var transaction = await store.Resources.BeginAsync(default);
                await transaction.DeleteAsync("Observation", "a", null, default);
                await transaction.CommitAsync(default);
            }
        }

        return moments;
    }

    private static string Text(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static string Name(StoredResource version) => $"{version.Id}{version.Version}";

    private static HistoryRequest Request(TestStore store, string? type, string? id, string query) =>
        new HistoryQueryParser(store.Database).Parse(type, id, TestStore.Pairs(query), "r1").Value!;

    private static async Task<string> PageAsync(TestStore store, string? type, string? id, string query, AccessPredicate? access = null) =>
        string.Join(' ', (await store.Resources.HistoryAsync(Request(store, type, id, query), access ?? AccessPredicate.Unrestricted, default)).Versions.Select(Name));
}
