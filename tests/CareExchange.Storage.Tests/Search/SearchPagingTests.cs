using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

public sealed class SearchPagingTests
{
    private const string Json = """{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"s","code":"c"},{"system":"t","code":"c"}]}}""";

    [Theory]
    [ClassData(typeof(Databases))]
    [Trait("pain", "6")]
    public async Task Pages_under_writes_show_every_old_match_once_and_no_new_one(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < 25; number++) await store.PutAsync("Observation", $"o{number:00}", Json);
        foreach (var query in (string[])["_count=4", "code=s|c&_count=4", "code=c&_count=4", "code=c,d&_count=4", "_sort=_id&_count=4", "_sort=_lastUpdated&status=final&_count=4"])
        {
            var found = new List<string>();
            var prefix = $"new-{Guid.NewGuid():N}"[..20];
            var page = await store.SearchAsync("Observation", query + "&_total=accurate");
            var total = page.Total;
            for (var turn = 0; ; turn++)
            {
                found.AddRange(page.Matches.Select(match => match.Id));
                Assert.Equal(total, page.Total);
                if (page.NextCursor is null) break;
                await store.PutAsync("Observation", $"{prefix}-{turn}", Json);
                page = await store.SearchAsync("Observation", "_cursor=" + page.NextCursor);
            }

            Assert.Equal(found.Count, found.Distinct().Count());
            Assert.Equal(total, found.Count);
            Assert.DoesNotContain(found, id => id.StartsWith(prefix, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_cursor_is_refused_for_another_requester_another_type_and_after_any_edit()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        for (var number = 0; number < 3; number++) await store.PutAsync("Observation", $"o{number}", Json);
        var cursor = (await store.SearchAsync("Observation", "_count=1&code=c")).NextCursor!;

        Assert.Equal("o1", await store.IdsAsync("Observation", "_cursor=" + cursor));
        Assert.Equal("cursor-invalid", Rule(store, "Observation", cursor, "r2"));
        Assert.Equal("cursor-invalid", Rule(store, "Patient", cursor, "r1"));
        for (var at = 0; at < cursor.Length; at += 7)
        {
            var edited = cursor[..at] + (cursor[at] == 'A' ? 'B' : 'A') + cursor[(at + 1)..];
            Assert.Equal("cursor-invalid", Rule(store, "Observation", edited, "r1"));
        }

        Assert.Equal("cursor-invalid", Rule(store, "Observation", "", "r1"));
        Assert.Equal("cursor-invalid", Rule(store, "Observation", "한글", "r1"));
        var beside = store.Parser.Parse("Observation", [new("_cursor", cursor), new("code", "d")], "r1");
        Assert.Equal("cursor-not-alone", Assert.Single(beside.Issues).Rule);
        Assert.DoesNotContain("code", System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cursor)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_page_has_no_next_cursor_even_when_it_is_full()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        for (var number = 0; number < 4; number++) await store.PutAsync("Observation", $"o{number}", Json);

        var first = await store.SearchAsync("Observation", "_count=2");
        var second = await store.SearchAsync("Observation", "_cursor=" + first.NextCursor);

        Assert.Equal((2, 2, null), (first.Matches.Count, second.Matches.Count, second.NextCursor));
    }

    private static string Rule(TestStore store, string type, string cursor, string requester) =>
        Assert.Single(store.Parser.Parse(type, [new("_cursor", cursor)], requester).Issues).Rule;
}
