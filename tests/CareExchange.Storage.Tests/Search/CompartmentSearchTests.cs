using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;
using CareExchange.Storage.Tests.Search.Table;

namespace CareExchange.Storage.Tests.Search;

/// <summary>Searches within compartments, over the official examples.</summary>
public sealed class CompartmentSearchTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_in_a_compartment_is_what_its_definition_links_to_the_centre(DatabaseKind kind)
    {
        var examples = Example.Load(Schema.R4);
        var brute = new BruteForce(Schema.R4, TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul"), examples);
        await using var store = await ExampleStore.OpenAsync(kind, examples);
        var (wrong, found) = (new List<string>(), 0);
        foreach (var center in examples.Where(example => Schema.R4.Compartments.Any(compartment => compartment.Code == example.Type)))
        {
            var compartment = Schema.R4.Compartments.Single(definition => definition.Code == center.Type);
            var everything = new List<string> { center.ToString() };
            foreach (var (type, codes) in compartment.Parameters.Where(pair => pair.Value.Count > 0))
            {
                var own = codes.Where(code => code != "{def}").SelectMany(code => brute.Matches(type, $"{code}={center}")).Select(match => match.Id);
                string[] expected = [.. own.Concat(type == center.Type ? [center.Id] : []).Distinct().Order(StringComparer.Ordinal)];
                var actual = await IdsAsync(store, center, type, "");
                if (!expected.SequenceEqual(actual)) wrong.Add($"{center}/{type}: expected [{string.Join(' ', expected)}], found [{string.Join(' ', actual)}]");
                everything.AddRange(expected.Select(id => $"{type}/{id}"));
                found += expected.Length;
            }

            var all = await SearchAsync(store, center, null, "_count=1000");
            if (!all.Select(match => $"{match.Type}/{match.Id}").Order(StringComparer.Ordinal).SequenceEqual(everything.Distinct().Order(StringComparer.Ordinal))) wrong.Add($"{center}/*");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(found, 100, int.MaxValue);
        Assert.Equal(["f003", "f004"], await IdsAsync(store, examples.Single(example => example.ToString() == "Patient/f001"), "Observation", "status=final"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_Task_is_in_its_patients_compartment_and_pages_stay_inside(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        foreach (var id in (string[])["t1", "t2", "t3"]) await store.PutAsync("Task", id, """{"resourceType":"Task","status":"ready","intent":"order","for":{"reference":"Patient/p1"}}""");
        await store.PutAsync("Task", "t4", """{"resourceType":"Task","status":"ready","intent":"order","for":{"reference":"Patient/p2"}}""");
        var within = new SearchCompartment("Patient", "p1");

        var first = await store.Resources.SearchAsync(Parse(store, "Task", "_count=2", within).Value!, AccessPredicate.Unrestricted, default);
        var second = await store.Resources.SearchAsync(Parse(store, "Task", $"_cursor={first.NextCursor}", within).Value!, AccessPredicate.Unrestricted, default);

        Assert.Equal(["t1", "t2"], first.Matches.Select(match => match.Id));
        Assert.Equal(["t3"], second.Matches.Select(match => match.Id));
        Assert.Equal("cursor-invalid", Assert.Single(Parse(store, "Task", $"_cursor={first.NextCursor}", new("Patient", "p2")).Issues).Rule);
        Assert.Equal("cursor-invalid", Assert.Single(Parse(store, "Task", $"_cursor={first.NextCursor}", null).Issues).Rule);
    }

    [Fact]
    public async Task What_cannot_be_in_a_compartment_is_refused_and_never_answered_with_everything()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        Assert.Equal("search-compartment", Assert.Single(Parse(store, "Organization", "", new("Patient", "p1")).Issues).Rule);
        Assert.Equal("search-compartment", Assert.Single(Parse(store, "Patient", "", new("Observation", "o1")).Issues).Rule);
        Assert.Equal("search-compartment", Assert.Single(Parse(store, null, "_type=Organization", new("Patient", "p1")).Issues).Rule);
        Assert.Equal("search-value", Assert.Single(Parse(store, "Observation", "", new("Patient", "p1,p2")).Issues).Rule);
    }

    private static CareExchange.Fhir.Outcomes.Outcome<SearchRequest> Parse(TestStore store, string? type, string query, SearchCompartment? within) =>
        store.Parser.Parse(type, TestStore.Pairs(query), "r1", isLenient: false, within);

    private static async Task<IReadOnlyList<CareExchange.Storage.Resources.StoredResource>> SearchAsync(TestStore store, Example center, string? type, string query)
    {
        var parsed = Parse(store, type, query, new(center.Type, center.Id));
        Assert.True(parsed.Succeeded, $"{center}/{type}: {string.Join("; ", parsed.Issues.Select(issue => issue.English))}");
        return (await store.Resources.SearchAsync(parsed.Value, AccessPredicate.Unrestricted, default)).Matches;
    }

    private static async Task<string[]> IdsAsync(TestStore store, Example center, string type, string query) =>
        [.. (await SearchAsync(store, center, type, query)).Select(match => match.Id).Order(StringComparer.Ordinal)];
}
