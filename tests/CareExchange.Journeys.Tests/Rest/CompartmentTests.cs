using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Searches within a compartment: GET /Patient/1/Observation and /Patient/1/*.</summary>
[Collection(SharedDistrict.Name)]
public sealed class CompartmentTests(District district)
{
    [Fact]
    public async Task What_is_a_patients_is_found_under_the_patient_one_type_or_all()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var mine = await PatientAsync(machine);
        var other = await PatientAsync(machine);
        var own = await ObservationAsync(machine, mine, "final");
        var early = await ObservationAsync(machine, mine, "preliminary");
        await ObservationAsync(machine, other, "final");

        var all = (await machine.GetAsync($"Patient/{mine}/Observation")).Is(HttpStatusCode.OK);
        var final = (await machine.GetAsync($"Patient/{mine}/Observation?status=final")).Is(HttpStatusCode.OK);
        var first = (await machine.GetAsync($"Patient/{mine}/Observation?_count=1&_sort=status")).Is(HttpStatusCode.OK);
        var everything = (await machine.GetAsync($"Patient/{mine}/*")).Is(HttpStatusCode.OK);

        Assert.Equal(new[] { own, early }.Order(), Ids(all));
        Assert.Equal([own], Ids(final));
        Assert.Contains($"/fhir/Patient/{mine}/Observation?status=final", Link(final, "self"), StringComparison.Ordinal);
        Assert.Contains($"/fhir/Patient/{mine}/Observation?_cursor=", Link(first, "next"), StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { mine, own, early }, Ids(everything).ToHashSet());
        Assert.DoesNotContain(other, Ids(everything));
    }

    [Fact]
    public async Task What_cannot_be_in_a_compartment_is_refused()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        (await machine.GetAsync("Patient/p1/Organization")).Refused(HttpStatusCode.BadRequest, "search-compartment");
        (await machine.GetAsync("Organization/o1/Patient")).Refused(HttpStatusCode.BadRequest, "search-compartment");
        (await machine.GetAsync("Patient/p1/Nonsense")).Refused(HttpStatusCode.NotFound, "type-unknown");
    }

    private static async Task<string> PatientAsync(Machine machine) =>
        (await machine.PostAsync("Patient", """{"resourceType":"Patient","gender":"female"}""")).Is(HttpStatusCode.Created).Text("id")!;

    private static async Task<string> ObservationAsync(Machine machine, string patient, string status) => (await machine.PostAsync(
        "Observation", $$"""{"resourceType":"Observation","status":"{{status}}","code":{"text":"pulse"},"subject":{"reference":"Patient/{{patient}}"} }""")).Is(HttpStatusCode.Created).Text("id")!;

    private static IEnumerable<string> Ids(Answer answer) => answer.Resources.Select(resource => resource.GetProperty("id").GetString()!).Order();

    private static string Link(Answer answer, string relation) =>
        answer.Json.GetProperty("link").EnumerateArray().Single(link => link.GetProperty("relation").GetString() == relation).GetProperty("url").GetString()!;
}
