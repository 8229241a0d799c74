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

        // R4 bundle-definitions.html#Bundle.total: told where the page is the whole history, and nowhere guessed.
        Assert.Equal(3, (await machine.GetAsync($"Observation/{id}/_history")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32());
        foreach (var part in (Answer[])[first, second, await machine.GetAsync($"Observation/{id}/_history?_count=0")]) Assert.False(part.Is(HttpStatusCode.OK).Json.TryGetProperty("total", out _));
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
        (await machine.GetAsync("Observation/_history?_sort=date")).Refused(HttpStatusCode.BadRequest, "search-value");
        (await machine.GetAsync("Observation/_history?_sorted=date")).Refused(HttpStatusCode.BadRequest, "search-parameter-unknown");
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

    [Fact]
    public async Task Each_entry_tells_the_request_that_made_it()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var posted = (await machine.PostAsync("Observation", Observation(1))).Text("id")!;
        var chosen = "chosen-" + Guid.NewGuid().ToString("N")[..12];
        (await machine.PutAsync($"Observation/{chosen}", Observation(1, chosen))).Is(HttpStatusCode.Created);
        foreach (var id in (string[])[posted, chosen])
        {
            (await machine.PutAsync($"Observation/{id}", Observation(2, id))).Is(HttpStatusCode.OK);
            (await machine.SendAsync(HttpMethod.Delete, $"fhir/Observation/{id}")).Is(HttpStatusCode.NoContent);
            (await machine.PutAsync($"Observation/{id}", Observation(3, id))).Is(HttpStatusCode.Created);
        }

        Assert.Equal([$"PUT Observation/{posted} 201 W/\"4\"", $"DELETE Observation/{posted} 204 W/\"3\"", $"PUT Observation/{posted} 200 W/\"2\"", "POST Observation 201 W/\"1\""], await RequestsAsync(machine, posted, ""));
        Assert.Equal([$"PUT Observation/{chosen} 201 W/\"4\"", $"DELETE Observation/{chosen} 204 W/\"3\"", $"PUT Observation/{chosen} 200 W/\"2\"", $"PUT Observation/{chosen} 201 W/\"1\""], await RequestsAsync(machine, chosen, ""));
        Assert.Equal([$"PUT Observation/{chosen} 201 W/\"1\"", $"PUT Observation/{chosen} 200 W/\"2\"", $"DELETE Observation/{chosen} 204 W/\"3\"", $"PUT Observation/{chosen} 201 W/\"4\""], await RequestsAsync(machine, chosen, "?_sort=_lastUpdated"));
        Assert.Equal(await RequestsAsync(machine, chosen, ""), await RequestsAsync(machine, chosen, "?_sort=-_lastUpdated&_count=1"));
        Assert.Equal(await RequestsAsync(machine, chosen, "?_sort=_lastUpdated"), await RequestsAsync(machine, chosen, "?_sort=_lastUpdated&_count=3"));
        (await machine.GetAsync($"Observation/{chosen}/_history/3")).Is(HttpStatusCode.Gone);
        (await machine.GetAsync($"Observation/{chosen}/_history/2")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Since_and_at_hold_on_all_three_levels()
    {
        using var machine = await Machine.RegisterAsync(district, "history-" + Guid.NewGuid().ToString("N")[..8]);
        var before = Now();
        var id = (await machine.PostAsync("Observation", Observation(1))).Text("id")!;
        district.Clock.Advance(TimeSpan.FromSeconds(2));
        var middle = Now();
        district.Clock.Advance(TimeSpan.FromSeconds(2));
        (await machine.PutAsync($"Observation/{id}", Observation(2, id))).Is(HttpStatusCode.OK);

        foreach (var path in (string[])[$"Observation/{id}/_history", "Observation/_history", "_history"])
        {
            Assert.Equal((int[])[2], Values((await machine.GetAsync($"{path}?_since={middle}")).Is(HttpStatusCode.OK), id));
            Assert.Equal((int[])[1], Values((await machine.GetAsync($"{path}?_at={middle}")).Is(HttpStatusCode.OK), id));
            Assert.Equal((int[])[2, 1], Values((await machine.GetAsync(path)).Is(HttpStatusCode.OK), id));
            Assert.Equal((int[])[1, 2], Values((await machine.GetAsync($"{path}?_sort=_lastUpdated&_since={before}")).Is(HttpStatusCode.OK), id));
            Assert.Empty((await machine.GetAsync($"{path}?_since=2099")).Is(HttpStatusCode.OK).Resources);
            (await machine.GetAsync($"{path}?_since=yesterday")).Refused(HttpStatusCode.BadRequest, "search-value");
            (await machine.GetAsync($"{path}?_count=-1")).Refused(HttpStatusCode.BadRequest, "search-value");
            (await machine.GetAsync($"{path}?_count=1&_count=2")).Refused(HttpStatusCode.BadRequest, "search-repeated");
        }

        string Now() => Uri.EscapeDataString(district.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static int[] Values(Answer answer, string id) => [.. answer.Resources.Where(resource => resource.GetProperty("id").GetString() == id).Select(resource => resource.GetProperty("valueInteger").GetInt32())];

    private static async Task<string[]> RequestsAsync(Machine machine, string id, string query)
    {
        var told = new List<string>();
        for (var next = $"Observation/{id}/_history{query}"; next is not null;)
        {
            var page = (await machine.GetAsync(next)).Is(HttpStatusCode.OK);
            foreach (var entry in page.Json.GetProperty("entry").EnumerateArray())
            {
                var (request, response) = (entry.GetProperty("request"), entry.GetProperty("response"));
                Assert.Equal(request.GetProperty("method").GetString() == "DELETE", !entry.TryGetProperty("resource", out _));
                Assert.True(response.TryGetProperty("lastModified", out _));
                Assert.EndsWith($"/fhir/Observation/{id}", entry.GetProperty("fullUrl").GetString(), StringComparison.Ordinal);
                told.Add($"{request.GetProperty("method").GetString()} {request.GetProperty("url").GetString()} {response.GetProperty("status").GetString()} {response.GetProperty("etag").GetString()}");
            }

            next = Link(page, "next");
        }

        return [.. told];
    }

    private static string Observation(int value, string? id = null) =>
        $$"""{"resourceType":"Observation",{{(id is null ? "" : $"\"id\":\"{id}\",")}}"status":"final","code":{"text":"걸음 수"},"valueInteger":{{value}} }""";

    private static int[] Values(Answer answer) => [.. answer.Resources.Select(resource => resource.GetProperty("valueInteger").GetInt32())];

    private static string?[] Ids(Answer answer) => [.. answer.Resources.Select(resource => resource.GetProperty("id").GetString())];

    private static string? Link(Answer answer, string relation) => answer.Json.GetProperty("link").EnumerateArray()
        .Where(link => link.GetProperty("relation").GetString() == relation)
        .Select(link => new Uri(link.GetProperty("url").GetString()!).PathAndQuery["/fhir/".Length..]).FirstOrDefault();
}
