using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>search as a client sees it.</summary>
[Collection(SharedDistrict.Name)]
public sealed class SearchingTests(District district)
{
    [Fact]
    public async Task Resources_are_found_by_token_reference_string_date_and_id()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var patient = (await machine.PostAsync("Patient", $$"""
            {"resourceType":"Patient","identifier":[{"system":"urn:test","value":"{{key}}"}],"name":[{"text":"시험{{key}}"}],"birthDate":"1948-03-02"}
            """)).Is(HttpStatusCode.Created).Text("id");
        var observation = (await machine.PostAsync("Observation", $$"""
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:test","code":"{{key}}"}]},"subject":{"reference":"Patient/{{patient}}"},"effectiveDateTime":"2026-10-14T09:00:00+09:00"}
            """)).Is(HttpStatusCode.Created).Text("id");

        await FindsAsync(machine, $"Patient?identifier=urn:test|{key}", patient);
        await FindsAsync(machine, $"Patient?identifier={key}&birthdate=1948-03-02", patient);
        await FindsAsync(machine, $"Patient?name=시험{key[..6]}", patient);
        await FindsAsync(machine, $"Observation?subject=Patient/{patient}", observation);
        await FindsAsync(machine, $"Observation?patient={patient}&date=ge2026-10-01&date=lt2026-11-01", observation);
        await FindsAsync(machine, $"Observation?code=urn:test|{key}&date=2026-10-14", observation);
        await FindsAsync(machine, $"Observation?_id={observation}&_lastUpdated=gt2020-01-01", observation);
        await FindsAsync(machine, $"Observation?code=urn:test|{key}&date=2026-10-15");
        await FindsAsync(machine, $"Patient?identifier=urn:other|{key}");
    }

    [Fact]
    public async Task A_search_can_be_posted_as_a_form()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var id = (await machine.PostAsync("Patient", $$"""{"resourceType":"Patient","identifier":[{"system":"urn:test","value":"{{key}}"}]}""")).Text("id");

        var form = await machine.SendAsync(
            HttpMethod.Post, "fhir/Patient/_search?_count=5", Encoding.UTF8.GetBytes($"identifier={Uri.EscapeDataString($"urn:test|{key}")}"), "application/x-www-form-urlencoded");
        var json = await machine.SendAsync(HttpMethod.Post, "fhir/Patient/_search", "{}"u8.ToArray());
        var unknown = await machine.SendAsync(HttpMethod.Post, "fhir/Patient/_search", "nonsense=1"u8.ToArray(), "application/x-www-form-urlencoded");

        Assert.Equal([id], form.Is(HttpStatusCode.OK).Resources.Select(found => found.GetProperty("id").GetString()));
        json.Refused(HttpStatusCode.UnsupportedMediaType, "media-type");
        unknown.Refused(HttpStatusCode.BadRequest, "search-parameter-unknown");
    }

    [Fact]
    public async Task An_unknown_parameter_is_400_and_the_answer_lists_what_is_supported()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var said = (await machine.GetAsync("Patient?nickname=x")).Refused(HttpStatusCode.BadRequest, "search-parameter-unknown");

        Assert.Contains("birthdate", said.Diagnostics);
        Assert.Contains("_lastUpdated", said.Diagnostics);
        (await machine.GetAsync("Patient?birthdate=yesterday")).Refused(HttpStatusCode.BadRequest, "search-value");
        (await machine.GetAsync("Patient?_count=-1")).Is(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Pages_are_followed_to_the_end_without_gap_or_repetition()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var ids = new List<string?>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((await machine.PostAsync("Observation", $$"""
                {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:test","code":"{{key}}"}]},"valueInteger":{{i}}}
                """)).Text("id"));
        }

        var found = new List<string?>();
        var page = (await machine.GetAsync($"Observation?code=urn:test|{key}&_count=3&_total=accurate")).Is(HttpStatusCode.OK);
        Assert.Equal(7, page.Json.GetProperty("total").GetInt32());
        for (var pages = 1; ; pages++)
        {
            Assert.InRange(page.Resources.Count, 1, 3);
            found.AddRange(page.Resources.Select(match => match.GetProperty("id").GetString()));
            if (Link(page, "next") is not { } next) break;
            Assert.InRange(pages, 1, 3);
            page = (await machine.SendAsync(HttpMethod.Get, next)).Is(HttpStatusCode.OK);
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_page_link_that_was_tampered_with_or_is_somebody_elses_is_refused()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var other = await Machine.RegisterAsync(district, "seodaemun");
        for (var i = 0; i < 2; i++) (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"시험"}""")).Is(HttpStatusCode.Created);
        var next = Link(await machine.GetAsync("Organization?_count=1"), "next")!;
        var flipped = next[..^1] + (next[^1] == 'A' ? 'B' : 'A');

        (await other.SendAsync(HttpMethod.Get, next)).Refused(HttpStatusCode.Forbidden, "cursor-invalid");
        (await machine.SendAsync(HttpMethod.Get, flipped)).Refused(HttpStatusCode.Forbidden, "cursor-invalid");
        (await machine.SendAsync(HttpMethod.Get, next)).Is(HttpStatusCode.OK);
    }

    private static async Task FindsAsync(Machine machine, string query, params string?[] ids) =>
        Assert.Equal(ids, (await machine.GetAsync(query)).Is(HttpStatusCode.OK).Resources.Select(found => found.GetProperty("id").GetString()));

    private static string? Link(Answer page, string relation) => page.Json.GetProperty("link").EnumerateArray()
        .Where(link => link.GetProperty("relation").GetString() == relation).Select(link => link.GetProperty("url").GetString()).FirstOrDefault();
}
