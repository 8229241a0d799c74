using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary><c>_text</c> and <c>_content</c>: the same answers before, while and after the index is brought up to date.</summary>
public sealed class TextSearchTests
{
    private static readonly (string Type, string Query, string Expected)[] Queries =
    [
        ("Observation", "_text=pressure", "t1"),
        ("Observation", "_text=PRESSURE high", "t1"),
        ("Observation", "_text=\"high blood pressure\"", "t1"),
        ("Observation", "_text=\"blood high\"", ""),
        ("Observation", "_text=press", ""),
        ("Observation", "_text=press*", "t1"),
        ("Observation", "_text=혈압", "t2"),
        ("Observation", "_text=혈", "t2"),
        ("Observation", "_text=압이", "t2"),
        ("Observation", "_text=고혈압", ""),
        ("Observation", "_text=pressure or 혈압", "t1 t2"),
        ("Observation", "_text=(pressure or 혈압) and 높다", "t2"),
        ("Observation", "_text=cough", ""),
        ("Observation", "_text=b", ""),
        ("Observation", "_content=cough", "t3"),
        ("Observation", "_content=pressure", "t1"),
        ("Observation", "_content=기침", "t3"),
        ("Observation", "_content=8867-4", "t3"),
        ("Observation", "_content=8867-5", ""),
        ("Observation", "_content=final&_sort=-_id", "t3 t2 t1"),
        ("Observation", "_content=final&_text=혈압", "t2"),
        ("Observation", "_content=cough&code=8867-4", "t3"),
        ("Patient", "_has:Observation:patient:_content=cough", "p1"),
        ("Patient", "_content=길동", "p1"),
        ("Patient", "_content=카프카", "p1"),
    ];

    [Theory]
    [ClassData(typeof(Databases))]
    [Trait("pain", "24")]
    public async Task Words_are_found_before_and_after_the_index_has_them(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        await FindAsync(store, "not yet indexed");

        store.Clock.Advance(TimeSpan.FromMinutes(2));
        await FindAsync(store, "indexed");
        Assert.Equal(4, await store.CountAsync("text_index"));

        // Older words must not find what says something else now, nor what is gone.
        await store.PutAsync("Observation", "t1", """{"resourceType":"Observation","status":"amended","code":{"text":"pulse"}}""");
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.DeleteAsync("Observation", "t3", null, default);
            await transaction.CommitAsync(default);
        }

        foreach (var pause in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromMinutes(2)])
        {
            store.Clock.Advance(pause);
            Assert.Equal("", await store.IdsAsync("Observation", "_content=pressure"));
            Assert.Equal("", await store.IdsAsync("Observation", "_content=cough"));
            Assert.Equal("t1", await store.IdsAsync("Observation", "_content=pulse"));
        }

        Assert.Equal(3, await store.CountAsync("text_index"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Pages_totals_and_permissions_hold_for_words_too(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        var others = AccessPredicate.AnyOf([new AccessGrant { Persons = ["p2"] }]);
        foreach (var pause in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromMinutes(2)])
        {
            store.Clock.Advance(pause);
            var first = await store.SearchAsync("Observation", "_content=final&_count=2&_total=accurate");
            var second = await store.SearchAsync("Observation", "_cursor=" + first.NextCursor);

            Assert.Equal((3L, "t1 t2", "t3", null), (first.Total, Ids(first), Ids(second), second.NextCursor));
            Assert.Equal("", await store.IdsAsync("Observation", "_content=final", others));
            Assert.Equal(0, (await store.SearchAsync("Observation", "_content=final&_total=accurate", others)).Total);
        }
    }

    [Theory]
    [InlineData("_text=")]
    [InlineData("_text=\"open")]
    [InlineData("_content=(a or b")]
    [InlineData("_content=--")]
    [InlineData("_content=a or ")]
    public async Task What_is_no_question_of_words_is_refused(string query)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        Assert.Equal("search-value", Assert.Single(store.Parser.Parse("Patient", TestStore.Pairs(query), "r1").Issues).Rule);
    }

    private static async Task FindAsync(TestStore store, string when)
    {
        foreach (var (type, query, expected) in Queries) Assert.Equal((when, query, expected), (when, query, await store.IdsAsync(type, query)));
    }

    private static string Ids(SearchResult page) => string.Join(' ', page.Matches.Select(match => match.Id));

    private static async Task FillAsync(TestStore store)
    {
        var tags = new ResourceTags("p1", "clinical", "hongje-homecare");
        await store.PutAsync("Patient", "p1", """{"resourceType":"Patient","name":[{"family":"홍","given":["길동"]}],"address":[{"text":"카프카로 1"}]}""", tags);
        await store.PutAsync("Observation", "t1", """{"resourceType":"Observation","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><b>High</b> blood&#160;pressure</div>"},"status":"final","code":{"text":"x"}}""", tags);
        await store.PutAsync("Observation", "t2", """{"resourceType":"Observation","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">혈압이 높다</div>"},"status":"final","code":{"text":"x"}}""", tags);
        await store.PutAsync("Observation", "t3", """
            {"resourceType":"Observation","status":"final","code":{"coding":[{"code":"8867-4","display":"Dry cough"}]},"subject":{"reference":"Patient/p1"},"note":[{"text":"마른기침 심함"}]}
            """, tags);
    }
}
