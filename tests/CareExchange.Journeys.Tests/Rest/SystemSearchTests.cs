using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Searches at the root, and what a client is told of what was done.</summary>
[Collection(SharedDistrict.Name)]
public sealed class SystemSearchTests(District district)
{
    [Fact]
    public async Task The_root_is_searched_over_the_types_that_are_named()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        await FillAsync(machine, key);

        var answer = (await machine.GetAsync($"?_type=Patient,Observation&identifier=urn:test|{key}&_sort=-_lastUpdated&_total=accurate")).Is(HttpStatusCode.OK);
        var all = (await machine.GetAsync($"?_tag=urn:test|{key}")).Is(HttpStatusCode.OK);

        Assert.Equal(2, answer.Json.GetProperty("total").GetInt32());
        Assert.Equal(["Observation", "Patient"], Types(answer));
        Assert.Equal(["Observation"], Types(all));
        Assert.Contains("/fhir?_type=Patient%2CObservation", Link(answer, "self"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_may_not_be_searched_is_refused_by_name_and_left_out_of_all()
    {
        using var owner = await Machine.RegisterAsync(district, "seodaemun");
        using var narrow = await Machine.RegisterAsync(district, "seodaemun", "system/Observation.rs");
        var key = Guid.NewGuid().ToString("N");
        await FillAsync(owner, key);

        (await narrow.GetAsync($"?_type=Patient,Observation&identifier=urn:test|{key}")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        Assert.Equal(["Observation"], Types((await narrow.GetAsync($"?_tag=urn:test|{key}&_total=accurate")).Is(HttpStatusCode.OK)));
    }

    [Fact]
    [Trait("pain", "1")]
    public async Task A_lenient_search_says_what_it_left_out_and_a_strict_one_refuses_it()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        (await machine.GetAsync("Patient?shoe-size=42")).Refused(HttpStatusCode.BadRequest, "search-parameter-unknown");
        var answer = (await machine.GetAsync("Patient?shoe-size=42&gender=female&_count=5", ("Prefer", "handling=lenient"))).Is(HttpStatusCode.OK);

        Assert.Contains("OperationOutcome", Types(answer));
        Assert.EndsWith("/fhir/Patient?gender=female&_count=5", Link(answer, "self"), StringComparison.Ordinal);
    }

    private static async Task FillAsync(Machine machine, string key)
    {
        var patient = (await machine.PostAsync("Patient", $$"""{"resourceType":"Patient","identifier":[{"system":"urn:test","value":"{{key}}"}]}""")).Is(HttpStatusCode.Created).Text("id")!;
        (await machine.PostAsync("Observation", $$"""
            {"resourceType":"Observation","meta":{"tag":[{"system":"urn:test","code":"{{key}}"}]},"identifier":[{"system":"urn:test","value":"{{key}}"}],"status":"final","code":{"coding":[{"system":"urn:test","code":"{{key}}"}]},"subject":{"reference":"Patient/{{patient}}" } }
            """)).Is(HttpStatusCode.Created);
    }

    private static string[] Types(Answer answer) => answer.Json.TryGetProperty("entry", out var entries)
        ? [.. entries.EnumerateArray().Select(entry => entry.GetProperty("resource").GetProperty("resourceType").GetString()!)]
        : [];

    private static string Link(Answer answer, string relation) => answer.Json.GetProperty("link").EnumerateArray()
        .Single(link => link.GetProperty("relation").GetString() == relation).GetProperty("url").GetString()!;

    [Fact]
    public async Task An_operator_is_told_how_a_search_is_carried_out_and_nobody_else_is()
    {
        using var operates = await Machine.RegisterAsync(district, "seodaemun");
        using var reads = await Machine.RegisterAsync(district, "seodaemun", "system/*.rs");
        var secret = Guid.NewGuid().ToString("N");

        var plan = (await operates.GetAsync($"Patient?identifier=urn:x%7C{secret}&_total=accurate&_explain=plan")).Is(HttpStatusCode.OK);
        var within = (await operates.GetAsync($"Patient/{secret}/Observation?date=ge2020&_explain=plan")).Is(HttpStatusCode.OK);

        Assert.Equal(["total", "page"], plan.Json.GetProperty("parameter").EnumerateArray().Select(statement => Part(statement, "purpose").GetString()));
        Assert.StartsWith("SELECT count(*)", Part(plan.Json.GetProperty("parameter")[0], "sql").GetString(), StringComparison.Ordinal);
        Assert.Contains(plan.Json.GetProperty("parameter")[1].GetProperty("part").EnumerateArray(), part => part.GetProperty("name").GetString() == "plan" && part.GetProperty("valueString").GetString()!.Contains("SEARCH", StringComparison.Ordinal));
        Assert.Equal(0, plan.Json.GetProperty("parameter")[0].GetProperty("part").EnumerateArray().Single(part => part.GetProperty("name").GetString() == "rows").GetProperty("valueDecimal").GetInt32());
        Assert.DoesNotContain(secret, System.Text.Encoding.UTF8.GetString(plan.Bytes), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, System.Text.Encoding.UTF8.GetString(within.Bytes), StringComparison.Ordinal);
        (await operates.GetAsync("Patient?_explain=everything")).Refused(HttpStatusCode.BadRequest, "search-value");
        (await operates.GetAsync("Patient?nonsense=1&_explain=plan")).Refused(HttpStatusCode.BadRequest, "search-parameter-unknown");
        (await reads.GetAsync("Patient?_explain=plan")).Refused(HttpStatusCode.Forbidden, "scope-missing");

        static System.Text.Json.JsonElement Part(System.Text.Json.JsonElement statement, string name) =>
            statement.GetProperty("part").EnumerateArray().First(part => part.GetProperty("name").GetString() == name).GetProperty("valueString");
    }
}
