using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>R4 references.html#literal: a reference that names this server in full is one to its own resource.</summary>
[Collection(SharedDistrict.Name)]
public sealed class OwnAddressTests(District district)
{
    private string Base => $"{district.Run.Gateway.Address}fhir";

    [Fact]
    public async Task A_resource_that_names_its_person_in_full_is_that_persons()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var patient = (await machine.PostAsync("Patient", """{"resourceType":"Patient"}""")).Text("id")!;

        var created = (await machine.PostAsync("Observation", Observation($"{Base}/Patient/{patient}"))).Is(HttpStatusCode.Created);
        var bundled = (await machine.PostAsync("", Bundle("transaction", Observation($"{Base}/Patient/{patient}")))).Is(HttpStatusCode.OK);
        var batched = (await machine.PostAsync("", Bundle("batch", Observation($"{Base}/Patient/{patient}")))).Is(HttpStatusCode.OK);
        var elsewhere = (await machine.PostAsync("Observation", Observation($"https://elsewhere.example/fhir/Patient/{patient}"))).Is(HttpStatusCode.Created);

        Assert.Equal($"Patient/{patient}", created.Json.GetProperty("subject").GetProperty("reference").GetString());
        Assert.Equal($"https://elsewhere.example/fhir/Patient/{patient}", elsewhere.Json.GetProperty("subject").GetProperty("reference").GetString());
        Assert.Equal(3, (await machine.GetAsync($"Patient/{patient}/Observation")).Is(HttpStatusCode.OK).Resources.Count);
        foreach (var answer in (Answer[])[bundled, batched]) Assert.Equal("201", answer.Json.GetProperty("entry")[0].GetProperty("response").GetProperty("status").GetString()![..3]);
    }

    [Fact]
    public async Task A_search_may_name_what_it_looks_for_in_full_directly_or_through_a_chain()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var organization = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"곳"}""")).Text("id")!;
        var patient = (await machine.PostAsync("Patient", $$$"""{"resourceType":"Patient","managingOrganization":{"reference":"Organization/{{{organization}}}"}}""")).Text("id")!;
        var observation = (await machine.PostAsync("Observation", Observation($"Patient/{patient}"))).Text("id");

        foreach (var query in (string[])[$"subject={Base}/Patient/{patient}", $"patient={Base}/Patient/{patient}/_history/1", $"subject:Patient.organization={Base}/Organization/{organization}"])
        {
            var found = (await machine.GetAsync($"Observation?{query}")).Is(HttpStatusCode.OK);
            Assert.Equal(observation, Assert.Single(found.Resources).GetProperty("id").GetString());
        }

        Assert.Empty((await machine.GetAsync($"Observation?subject=https://elsewhere.example/fhir/Patient/{patient}")).Is(HttpStatusCode.OK).Resources);
    }

    private static string Observation(string subject) => $$$"""{"resourceType":"Observation","status":"final","code":{"text":"걸음 수"},"subject":{"reference":"{{{subject}}}"}}""";

    private static string Bundle(string type, string resource) => $$$"""{"resourceType":"Bundle","type":"{{{type}}}","entry":[{"resource":{{{resource}}},"request":{"method":"POST","url":"Observation"}}]}""";
}
