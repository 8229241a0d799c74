using System.Globalization;
using System.Net;
using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>Who cares at home, and who acts by law: as far as the RelatedPerson says, as long as it says, and not a moment longer on any path.</summary>
public sealed class CaregiverTests : IAsyncLifetime
{
    private readonly District _district = new();

    public ValueTask InitializeAsync() => _district.InitializeAsync();

    public ValueTask DisposeAsync() => _district.DisposeAsync();

    [Fact]
    public async Task A_guardian_reads_as_the_person_would_until_the_guardianship_ends()
    {
        using var clinic = await Machine.RegisterAsync(_district, "hongje-homecare");
        var (person, observation) = await PersonAsync(clinic, "1944-01-01");
        var other = await PersonAsync(clinic, "1950-01-01");
        var until = _district.Clock.GetUtcNow().AddMinutes(30);
        using var guardian = await CaregiverAsync(clinic, person, "GUARD", until);

        Assert.Equal((HttpStatusCode.OK, 1), await SeesAsync(guardian, observation, person));
        Assert.Equal((HttpStatusCode.NotFound, 0), await SeesAsync(guardian, other.Observation, other.Person));

        _district.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal((HttpStatusCode.OK, 1), await SeesAsync(guardian, observation, person));
        _district.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((HttpStatusCode.NotFound, 0), await SeesAsync(guardian, observation, person));
        foreach (var path in (string[])[$"fhir/Patient/{person}", $"fhir/Observation/{observation}/_history", $"fhir/Patient/{person}/$everything", $"persons/{person}/plan"]) Assert.Equal((path, HttpStatusCode.NotFound), (path, (await guardian.GetAsync(path)).Status));
    }

    [Fact]
    public async Task A_neighbour_reads_what_the_person_named_them_for_and_nothing_else()
    {
        using var clinic = await Machine.RegisterAsync(_district, "hongje-homecare");
        var (person, observation) = await PersonAsync(clinic, "1944-01-01");
        var related = await RelatedAsync(clinic, person, "NBOR", null);
        using var neighbour = await SignedInAsync(related);
        Assert.Equal((HttpStatusCode.NotFound, 0), await SeesAsync(neighbour, observation, person));

        (await clinic.PostAsync("Consent", Consent(person, $"RelatedPerson/{related}", null))).Is(HttpStatusCode.Created);
        Assert.Equal((HttpStatusCode.OK, 1), await SeesAsync(neighbour, observation, person));

        (await clinic.PutAsync($"RelatedPerson/{related}", Related(person, "NBOR", null).Replace("{\"resourceType\":\"RelatedPerson\"", $"{{\"resourceType\":\"RelatedPerson\",\"id\":\"{related}\",\"active\":false", StringComparison.Ordinal))).Is(HttpStatusCode.OK);
        Assert.Equal((HttpStatusCode.NotFound, 0), await SeesAsync(neighbour, observation, person));
    }

    [Fact]
    public async Task A_mother_reads_until_the_fourteenth_birthday_and_consents_until_then_where_the_child_may_not()
    {
        using var clinic = await Machine.RegisterAsync(_district, "hongje-homecare");
        var today = _district.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(9));
        var (child, observation) = await PersonAsync(clinic, today.AddYears(-14).AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        var related = await RelatedAsync(clinic, child, "MTH", null);
        using var mother = await SignedInAsync(related);
        Assert.Equal((HttpStatusCode.OK, 1), await SeesAsync(mother, observation, child));

        // The child cannot share alone; the mother can, and so in one Bundle with her RelatedPerson.
        var said = (await clinic.PostAsync("Consent", Consent(child, "Organization/seodaemun", null))).Refused(HttpStatusCode.UnprocessableEntity, "consent-minor");
        Assert.Equal("Consent.performer", said.Expression);
        (await clinic.PostAsync("", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{{Consent(child, "Organization/seodaemun", null)}},"request":{"method":"POST","url":"Consent"} }]}""")).Refused(HttpStatusCode.UnprocessableEntity, "consent-minor");
        (await clinic.PostAsync("Consent", Consent(child, "Organization/seodaemun", $"RelatedPerson/{related}"))).Is(HttpStatusCode.Created);
        (await clinic.PostAsync("", $$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"urn:uuid:0b6a2bd0-7d37-4b8b-8d0e-0d6ac33f7d11","resource":{{Related(child, "FTH", null)}},"request":{"method":"POST","url":"RelatedPerson"} },
              {"resource":{{Consent(child, "Organization/seodaemun", "urn:uuid:0b6a2bd0-7d37-4b8b-8d0e-0d6ac33f7d11")}},"request":{"method":"POST","url":"Consent"} }]}
            """)).Is(HttpStatusCode.OK);

        // Tomorrow is the birthday.
        _district.Clock.Advance(TimeSpan.FromDays(1));
        using var later = await Machine.RegisterAsync(_district, "hongje-homecare");
        using var again = await Staff.SignInAsync(_district, $"c{related[^12..]}");
        Assert.Equal((HttpStatusCode.NotFound, 0), await SeesAsync(again, observation, child));
        (await later.PostAsync("Consent", Consent(child, "Organization/nhis-seodaemun", null))).Is(HttpStatusCode.Created);
    }

    private static async Task<(HttpStatusCode Read, int Total)> SeesAsync(Staff reader, string observation, string person) => (
        (await reader.GetAsync($"fhir/Observation/{observation}")).Status,
        (await reader.GetAsync($"fhir/Observation?patient={person}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32());

    private async Task<Staff> CaregiverAsync(Machine clinic, string person, string relationship, DateTimeOffset until) => await SignedInAsync(await RelatedAsync(clinic, person, relationship, until));

    private async Task<Staff> SignedInAsync(string related)
    {
        var name = $"c{related[^12..]}";
        await _district.Run.Gateway.RegisterAsync(new StaffOptions(name, "보호자(가명)", DemoWorld.Password, "caregiver", "family", "가족") { PurposeOfUse = "FAMRQT", FhirUser = $"RelatedPerson/{related}" }, "test", TestContext.Current.CancellationToken);
        return await Staff.SignInAsync(_district, name);
    }

    private static async Task<string> RelatedAsync(Machine clinic, string person, string relationship, DateTimeOffset? until) => (await clinic.PostAsync("RelatedPerson", Related(person, relationship, until))).Is(HttpStatusCode.Created).Text("id")!;

    private static string Related(string person, string relationship, DateTimeOffset? until) =>
        $$"""{"resourceType":"RelatedPerson","patient":{"reference":"Patient/{{person}}"},"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"{{relationship}}"}]}]{{(until is { } end ? $$""","period":{"end":"{{end.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)}}"}""" : "")}} }""";

    private static async Task<(string Person, string Observation)> PersonAsync(Machine clinic, string born)
    {
        var person = (await clinic.PostAsync("Patient", $$"""{"resourceType":"Patient","birthDate":"{{born}}","name":[{"text":"대상(가명)"}]}""")).Is(HttpStatusCode.Created).Text("id")!;
        return (person, (await clinic.PostAsync("Observation", $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}"} }""")).Is(HttpStatusCode.Created).Text("id")!);
    }

    private static string Consent(string person, string recipient, string? performer) =>
        $$"""{"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{person}}"},"dateTime":"2026-03-01",{{(performer is null ? "" : "\"performer\":[{\"reference\":\"" + performer + "\"}],")}}"policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{"type":"permit","actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"{{recipient}}"} }] } }""";
}
