using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search.Table;

/// <summary>Query → expected ids over HL7's official examples.</summary>
/// <remarks>The ids come from the specification, not from our SQL: those of most rows from <see cref="BruteForce"/>, which a test holds them
/// against, the others (marked <c>!</c>) from reading R4 and the examples.</remarks>
public sealed class SearchTableTests
{
    private static readonly TimeZoneInfo Seoul = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");

    [Fact]
    public void The_table_has_rows_enough_and_none_twice()
    {
        var rows = SearchTable.Read();

        Assert.InRange(rows.Count, 650, int.MaxValue);
        Assert.Empty(rows.GroupBy(row => row.ToString()).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void What_the_table_expects_is_what_reading_every_resource_finds()
    {
        var examples = Example.Load(Schema.R4);
        var brute = new BruteForce(Schema.R4, Seoul, examples);
        var wrong = new List<string>();
        foreach (var row in SearchTable.Read().Where(row => !row.IsByHand))
        {
            var matches = brute.Matches(row.Type, row.Query);
            var ids = string.Join(' ', matches.Select(match => match.Id));
            var included = string.Join(' ', brute.Included(row.Type, row.Query, matches));
            if (ids != Sorted(row) || included != row.Included) wrong.Add($"{row}: the table has [{row.Matches}] + [{row.Included}], read [{ids}] + [{included}]");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Every_row_is_answered_as_expected_with_its_total_and_page_by_page(DatabaseKind kind)
    {
        var examples = Example.Load(Schema.R4);
        await using var store = await ExampleStore.OpenAsync(kind, examples);
        var wrong = new List<string>();
        foreach (var row in SearchTable.Read())
        {
            var separator = row.Query.Length == 0 ? "" : "&";
            var found = await store.Resources.SearchAsync(store.Query(row.Type, $"{row.Query}{separator}_count=1000&_total=accurate", compartment: row.Compartment), AccessPredicate.Unrestricted, default);
            var order = string.Join(' ', found.Matches.Select(match => match.Id));
            var ids = row.IsOrdered ? order : string.Join(' ', found.Matches.Select(match => match.Id).Order(StringComparer.Ordinal));
            var included = string.Join(' ', found.Included.Select(resource => $"{resource.Type}/{resource.Id}").Order(StringComparer.Ordinal));
            if (ids != row.Matches || included != row.Included) wrong.Add($"{row}: expected [{row.Matches}] + [{row.Included}], found [{ids}] + [{included}]");
            if (found.Total != found.Matches.Count) wrong.Add($"{row}: the total is {found.Total} of {found.Matches.Count}");
            var pages = string.Join(' ', await ExampleStore.PagesAsync(store, row.Type, row.Query, AccessPredicate.Unrestricted, count: 2, row.Compartment));
            if (pages != order) wrong.Add($"{row}: page by page [{pages}], at once [{order}]");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_resource_in_hand_is_judged_as_the_search_would_and_what_binds_a_type_is_asked_of_it(DatabaseKind kind)
    {
        var examples = Example.Load(Schema.R4);
        await using var store = await ExampleStore.OpenAsync(kind, examples);
        var (wrong, judged) = (new List<string>(), 0);
        var all = new List<StoredResource>();
        foreach (var example in examples) all.Add((await store.Resources.ReadAsync(example.Type, example.Id, default))!);
        foreach (var row in SearchTable.Read().Where(row => row.Included.Length == 0 && row.Compartment is null))
        {
            if (store.Resources.Matcher.Read(row.Type, [.. TestStore.Pairs(row.Query)]).Value is not { } criterion) continue;
            judged++;
            var met = string.Join(' ', all.Where(one => one.Type == row.Type && store.Resources.Matcher.Meets(criterion, one.Type, one.Id, one.LastUpdated, one.Json)).Select(one => one.Id).Order(StringComparer.Ordinal));
            if (met != Sorted(row)) wrong.Add($"{row}: expected [{row.Matches}], judged [{met}]");

            var bound = await store.Resources.SearchAsync(store.Query(row.Type, "_count=1000&_total=accurate"), AccessPredicate.Unrestricted.Bounded(type => type == row.Type ? criterion : ResourceMatcher.Never), default);
            var found = string.Join(' ', bound.Matches.Select(match => match.Id).Order(StringComparer.Ordinal));
            if (found != Sorted(row) || bound.Total != bound.Matches.Count) wrong.Add($"{row}: expected [{row.Matches}], bound [{found}], total {bound.Total}");
        }

        Assert.True(judged > 250, $"{judged} judged");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string Sorted(SearchTable row) => row.IsOrdered ? string.Join(' ', row.Matches.Split(' ').Order(StringComparer.Ordinal)) : row.Matches;
}
