using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Conditional update and delete: what a condition finds is changed, and of many at once nobody makes a second one.</summary>
[Collection(SharedDistrict.Name)]
public sealed class ConditionalTests(District district)
{
    [Fact]
    public async Task A_conditional_update_creates_where_nothing_is_found_and_updates_the_one_that_is()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Key();

        var created = (await machine.PutAsync($"Observation?identifier=urn:test|{key}&_format=json", Observation(key, 1))).Is(HttpStatusCode.Created);
        var updated = (await machine.PutAsync($"Observation?identifier=urn:test|{key}", Observation(key, 2))).Is(HttpStatusCode.OK);
        (await machine.PutAsync($"Observation?identifier=urn:test|{key}", Observation(key, 3), ("If-Match", "W/\"1\""))).Refused(HttpStatusCode.PreconditionFailed, "version-conflict");

        Assert.Equal(created.Text("id"), updated.Text("id"));
        Assert.Equal("W/\"2\"", updated.ETag);
        Assert.Equal(2, updated.Json.GetProperty("valueInteger").GetInt32());
    }

    [Fact]
    public async Task The_id_in_the_body_is_the_found_ones_or_becomes_the_new_ones()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (key, id) = (Key(), Guid.NewGuid().ToString());

        var created = (await machine.PutAsync($"Observation?identifier=urn:test|{key}", Observation(key, 1, id))).Is(HttpStatusCode.Created);
        (await machine.PutAsync($"Observation?identifier=urn:test|{key}", Observation(key, 1, Guid.NewGuid().ToString()))).Refused(HttpStatusCode.BadRequest, "resource-id");

        Assert.Equal(id, created.Text("id"));
    }

    [Fact]
    public async Task A_condition_that_finds_several_or_asks_nothing_changes_nothing()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Key();
        for (var value = 0; value < 2; value++) (await machine.PostAsync("Observation", Observation(key, value))).Is(HttpStatusCode.Created);

        (await machine.PutAsync($"Observation?identifier=urn:test|{key}", Observation(key, 9))).Refused(HttpStatusCode.PreconditionFailed, "multiple-matches");
        (await machine.SendAsync(HttpMethod.Delete, $"fhir/Observation?identifier=urn:test|{key}")).Refused(HttpStatusCode.PreconditionFailed, "multiple-matches");
        (await machine.PutAsync("Observation", Observation(key, 9))).Refused(HttpStatusCode.BadRequest, "condition-empty");
        (await machine.SendAsync(HttpMethod.Delete, "fhir/Observation?_format=json")).Refused(HttpStatusCode.BadRequest, "condition-empty");

        var found = (await machine.GetAsync($"Observation?identifier=urn:test|{key}")).Is(HttpStatusCode.OK);
        Assert.Equal([0, 1], found.Resources.Select(resource => resource.GetProperty("valueInteger").GetInt32()).Order());
    }

    [Fact]
    public async Task A_conditional_delete_deletes_the_one_it_finds_and_is_content_with_none()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Key();
        var id = (await machine.PostAsync("Observation", Observation(key, 1))).Text("id");

        var deleted = (await machine.SendAsync(HttpMethod.Delete, $"fhir/Observation?identifier=urn:test|{key}")).Is(HttpStatusCode.NoContent);
        var again = (await machine.SendAsync(HttpMethod.Delete, $"fhir/Observation?identifier=urn:test|{key}")).Is(HttpStatusCode.NoContent);

        Assert.Equal(("W/\"2\"", null), (deleted.ETag, again.ETag));
        (await machine.GetAsync($"Observation/{id}")).Refused(HttpStatusCode.Gone, "resource-deleted");
    }

    [Fact]
    public async Task Of_sixteen_conditional_updates_at_once_one_creates_and_the_others_update_it()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Key();
        await machine.TokenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(value => machine.PutAsync($"Observation?identifier=urn:test|{key}", Observation(key, value))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(15, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Single(answers.Select(answer => answer.Text("id")).Distinct());
    }

    [Fact]
    public async Task Another_organisations_resource_is_refused_to_a_condition_as_to_an_id()
    {
        using var owner = await Machine.RegisterAsync(district, "seodaemun");
        using var other = await Machine.RegisterAsync(district, "hongje-homecare");
        var key = Key();
        var organization = $$"""{"resourceType":"Organization","identifier":[{"system":"urn:test","value":"{{key}}"}],"name":"시험"}""";
        (await owner.PostAsync("Organization", organization)).Is(HttpStatusCode.Created);

        (await other.PutAsync($"Organization?identifier=urn:test|{key}", organization)).Refused(HttpStatusCode.Forbidden, "resource-of-another");
        (await other.SendAsync(HttpMethod.Delete, $"fhir/Organization?identifier=urn:test|{key}")).Refused(HttpStatusCode.Forbidden, "resource-of-another");
    }

    [Fact]
    public async Task A_condition_does_not_ask_through_references()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun", "system/Observation.cruds");
        var key = Key();

        (await machine.PutAsync($"Observation?patient.identifier=urn:test|{key}", Observation(key, 1))).Refused(HttpStatusCode.BadRequest, "search-condition");
        (await machine.PostAsync("Observation", Observation(key, 1), ("If-None-Exist", $"patient.identifier=urn:test|{key}"))).Refused(HttpStatusCode.BadRequest, "search-condition");
        (await machine.SendAsync(HttpMethod.Delete, "fhir/Observation?_has:Provenance:target:recorded=2026")).Refused(HttpStatusCode.BadRequest, "search-condition");
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private static string Observation(string key, int value, string? id = null) => $$"""
        {"resourceType":"Observation",{{(id is null ? "" : $"\"id\":\"{id}\",")}}"identifier":[{"system":"urn:test","value":"{{key}}"}],"status":"final","code":{"text":"걸음 수"},"valueInteger":{{value}}}
        """;
}
