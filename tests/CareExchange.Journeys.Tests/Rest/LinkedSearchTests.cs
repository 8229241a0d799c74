using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Chains, <c>_has</c> and includes as a client sees them: what comes along says so, and a scope is not got around.</summary>
[Collection(SharedDistrict.Name)]
public sealed class LinkedSearchTests(District district)
{
    [Fact]
    public async Task A_chain_finds_through_a_reference_and_an_include_brings_it_along()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (key, patient, observation) = await FillAsync(machine);

        var answer = (await machine.GetAsync($"Observation?patient.identifier=urn:test|{key}&_include=Observation:patient&_total=accurate")).Is(HttpStatusCode.OK);
        var back = (await machine.GetAsync($"Patient?_has:Observation:patient:code=urn:test|{key}&_revinclude=Observation:patient")).Is(HttpStatusCode.OK);

        Assert.Equal([("match", observation), ("include", patient)], Entries(answer));
        Assert.Equal(1, answer.Json.GetProperty("total").GetInt32());
        Assert.Equal([("match", patient), ("include", observation)], Entries(back));
    }

    [Fact]
    public async Task A_type_that_may_not_be_searched_is_neither_asked_through_nor_brought_along()
    {
        using var owner = await Machine.RegisterAsync(district, "seodaemun");
        using var narrow = await Machine.RegisterAsync(district, "seodaemun", "system/Observation.rs");
        var (key, _, observation) = await FillAsync(owner);

        (await narrow.GetAsync($"Observation?patient.identifier=urn:test|{key}")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        var answer = (await narrow.GetAsync($"Observation?code=urn:test|{key}&_include=Observation:patient")).Is(HttpStatusCode.OK);

        Assert.Equal([("match", observation)], Entries(answer));
        Assert.Contains(await district.AuditAsync(narrow.Id), entry => entry.Row is { Action: "search-type", Outcome: "deny" });
    }

    [Fact]
    public async Task Another_organisations_person_is_neither_found_through_nor_brought_along()
    {
        using var owner = await Machine.RegisterAsync(district, "seodaemun");
        using var stranger = await Machine.RegisterAsync(district, "hongje-homecare");
        var (key, _, _) = await FillAsync(owner);

        var through = (await stranger.GetAsync($"Observation?patient.identifier=urn:test|{key}&_total=accurate")).Is(HttpStatusCode.OK);
        var has = (await stranger.GetAsync($"Patient?_has:Observation:patient:code=urn:test|{key}&_total=accurate")).Is(HttpStatusCode.OK);

        Assert.Empty(Entries(through));
        Assert.Equal(0, through.Json.GetProperty("total").GetInt32());
        Assert.Empty(Entries(has));
        Assert.Equal(0, has.Json.GetProperty("total").GetInt32());
    }

    private static async Task<(string Key, string Patient, string Observation)> FillAsync(Machine machine)
    {
        var key = Guid.NewGuid().ToString("N");
        var patient = (await machine.PostAsync("Patient", $$"""{"resourceType":"Patient","identifier":[{"system":"urn:test","value":"{{key}}"}]}""")).Is(HttpStatusCode.Created).Text("id")!;
        var observation = (await machine.PostAsync("Observation", $$"""
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:test","code":"{{key}}"}]},"subject":{"reference":"Patient/{{patient}}" } }
            """)).Is(HttpStatusCode.Created).Text("id")!;
        return (key, patient, observation);
    }

    private static IEnumerable<(string, string)> Entries(Answer answer) => !answer.Json.TryGetProperty("entry", out var entries) ? [] : entries.EnumerateArray()
        .Select(entry => (entry.GetProperty("search").GetProperty("mode").GetString()!, entry.GetProperty("resource").GetProperty("id").GetString()!));
}
