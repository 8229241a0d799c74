using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>history of one resource, of a type and of everything, as a client sees it.</summary>
[Collection(SharedDistrict.Name)]
public sealed class HistoryTests(District district)
{
    [Fact]
    public async Task A_history_goes_page_by_page_and_its_links_belong_to_who_asked()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var other = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Observation", Observation(1))).Text("id")!;
        foreach (var value in (int[])[2, 3]) (await machine.PutAsync($"Observation/{id}", Observation(value, id))).Is(HttpStatusCode.OK);

        var first = (await machine.GetAsync($"Observation/{id}/_history?_count=2")).Is(HttpStatusCode.OK);
        var next = Link(first, "next")!;
        var second = (await machine.GetAsync(next)).Is(HttpStatusCode.OK);

        Assert.Equal([3, 2], Values(first));
        Assert.Equal([1], Values(second));
        Assert.Null(Link(second, "next"));
        (await other.GetAsync(next)).Refused(HttpStatusCode.Forbidden, "cursor-invalid");
    }

    [Fact]
    public async Task A_type_and_the_server_tell_what_changed_last_to_whoever_may_know()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var stranger = await Machine.RegisterAsync(district, "hongje-homecare");
        using var narrow = await Machine.RegisterAsync(district, "seodaemun", "system/Organization.rs");
        var id = (await machine.PostAsync("Observation", Observation(1))).Text("id")!;

        foreach (var path in (string[])["Observation/_history?_count=5", "_history?_count=20"])
        {
            Assert.Contains(id, Ids((await machine.GetAsync(path)).Is(HttpStatusCode.OK)));
            Assert.DoesNotContain(id, Ids((await stranger.GetAsync(path)).Is(HttpStatusCode.OK)));
        }

        (await narrow.GetAsync("Observation/_history")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        Assert.DoesNotContain(id, Ids((await narrow.GetAsync("_history")).Is(HttpStatusCode.OK)));
        (await machine.GetAsync("Observation/_history?_sort=date")).Refused(HttpStatusCode.BadRequest, "search-parameter-unknown");
    }

    [Fact]
    public async Task No_question_about_time_tells_a_stranger_that_a_resource_is_there()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var stranger = await Machine.RegisterAsync(district, "hongje-homecare");
        var id = (await machine.PostAsync("Observation", Observation(1))).Text("id")!;

        Assert.Empty((await machine.GetAsync($"Observation/{id}/_history?_since=2099")).Is(HttpStatusCode.OK).Resources);
        foreach (var unseen in (string[])[id, "unknown"])
        {
            (await stranger.GetAsync($"Observation/{unseen}/_history")).Refused(HttpStatusCode.NotFound, "resource-unknown");
            (await stranger.GetAsync($"Observation/{unseen}/_history?_since=2099")).Refused(HttpStatusCode.NotFound, "resource-unknown");
            (await stranger.GetAsync($"Observation/{unseen}/_history?_count=0")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        }
    }

    private static string Observation(int value, string? id = null) =>
        $$"""{"resourceType":"Observation",{{(id is null ? "" : $"\"id\":\"{id}\",")}}"status":"final","code":{"text":"걸음 수"},"valueInteger":{{value}} }""";

    private static int[] Values(Answer answer) => [.. answer.Resources.Select(resource => resource.GetProperty("valueInteger").GetInt32())];

    private static string?[] Ids(Answer answer) => [.. answer.Resources.Select(resource => resource.GetProperty("id").GetString())];

    private static string? Link(Answer answer, string relation) => answer.Json.GetProperty("link").EnumerateArray()
        .Where(link => link.GetProperty("relation").GetString() == relation)
        .Select(link => new Uri(link.GetProperty("url").GetString()!).PathAndQuery["/fhir/".Length..]).FirstOrDefault();
}
