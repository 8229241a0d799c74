using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Tests.Interactions;

public sealed class SearchInteractionTests
{
    private static readonly Requester Nurse = TestExchange.Staff(RequesterRole.ClinicNurse, "clinic", "clinic");

    [Fact]
    public async Task Totals_and_pages_know_only_of_what_the_requester_may_know()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var opened = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        var closed = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        await exchange.CreateAsync("office", ReadInteractionTests.ConsentFor(opened, "clinic"));
        for (var i = 0; i < 5; i++)
        {
            exchange.Store.Clock.Now += TimeSpan.FromSeconds(1);
            await exchange.CreateAsync("office", ReadInteractionTests.ObservationOf(i % 2 == 0 ? opened : closed));
        }

        var first = await SearchAsync(exchange, Nurse, ("code", "urn:test|x"), ("_total", "accurate"), ("_count", "2"));
        var second = await SearchAsync(exchange, Nurse, ("_cursor", first.NextCursor!));

        Assert.Equal((3L, 2), (first.Total, first.Matches.Count));
        Assert.Single(second.Matches);
        Assert.Null(second.NextCursor);
        Assert.Equal(5, (await SearchAsync(exchange, TestExchange.System("office"), ("code", "urn:test|x"), ("_total", "accurate"))).Total);
        Assert.Equal(0, (await SearchAsync(exchange, TestExchange.System("elsewhere"), ("code", "urn:test|x"), ("_total", "accurate"))).Total);
        Assert.Empty((await SearchAsync(exchange, Nurse, ("patient", closed))).Matches);
    }

    [Fact]
    [Trait("pain", "20")]
    public async Task Every_search_stands_in_the_trail_with_its_query_once_for_each_person_shown()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var one = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        var two = await exchange.CreateAsync("office", """{"resourceType":"Patient"}""");
        await exchange.CreateAsync("office", ReadInteractionTests.ObservationOf(one));
        await exchange.CreateAsync("office", ReadInteractionTests.ObservationOf(two));

        await SearchAsync(exchange, TestExchange.System("office"), ("code", "urn:test|x"));
        await SearchAsync(exchange, TestExchange.System("elsewhere"), ("code", "urn:test|x"));

        var searches = (await exchange.TrailAsync()).Where(row => row.Action == "search-type").ToArray();
        Assert.Equal(new[] { one, two }.Order(StringComparer.Ordinal), searches.Where(row => row.Organization == "office").Select(row => row.Person!).Order(StringComparer.Ordinal));
        Assert.Null(Assert.Single(searches, row => row.Organization == "elsewhere").Person);
        Assert.All(searches, row => Assert.Empty(TestExchange.Wrong(row.Json)));
    }

    private static async Task<SearchPage> SearchAsync(TestExchange exchange, Requester requester, params (string Name, string Value)[] query)
    {
        var outcome = await exchange.Search.SearchAsync(
            "Observation", [.. query.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))], _ => null, requester, TestExchange.Trace, default);
        Assert.True(outcome.Succeeded, string.Join(' ', outcome.Issues.Select(issue => issue.English)));
        return outcome.Value!;
    }
}
