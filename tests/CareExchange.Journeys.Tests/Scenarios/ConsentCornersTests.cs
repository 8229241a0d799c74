using System.Net;
using System.Text.Json;
using CareExchange.Exchange.Interactions;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>S18: the corners where consent engines are known to open what they should not.</summary>
[Collection(SharedDistrict.Name)]
[Trait("scenario", "S18")]
public sealed class ConsentCornersTests(District district)
{
    private const string Reader = "seodaemun-dementia";

    [Fact]
    public async Task A_permit_and_a_refusal_of_the_same_thing_are_a_refusal_however_often_it_is_asked()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, Reader);
        var person = await PersonAsync(writer, "S18-1");
        var observation = await ObservationAsync(writer, person);
        await ConsentAsync(writer, person, Permit());
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"Observation/{observation}")).Status);

        await ConsentAsync(writer, person, Provision("deny", Recipient()));

        for (var round = 0; round < 1000; round++) Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"Observation/{observation}")).Status);
        await AssertTotalAsync(reader, $"Observation?patient={person}", 0);
    }

    [Theory]
    [InlineData("""{"type":"permit","period":{"start":"not a date"}}""")]
    [InlineData("""{"type":"permit","purpose":[{"system":"urn:nobody","code":"TREAT"}]}""")]
    [InlineData("""{"type":"permit","actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"display":"치매안심센터"}}]}""")]
    [InlineData("""{"type":"permit","modifierExtension":[{"url":"urn:careexchange:unknown","valueBoolean":true}]}""")]
    public async Task What_cannot_be_understood_never_opens(string provision)
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, Reader);
        var person = await PersonAsync(writer, $"S18-2-{Guid.NewGuid():N}");
        var observation = await ObservationAsync(writer, person);

        // Refused as a resource, or stored and closed: either way nothing opens.
        await writer.PostAsync("Consent", Consent(person, provision));

        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"Observation/{observation}")).Status);
        await AssertTotalAsync(reader, $"Observation?patient={person}", 0);
    }

    [Fact]
    public async Task What_cannot_be_understood_is_told_to_the_operator()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        var person = await PersonAsync(writer, "S18-alert");
        await ConsentAsync(writer, person, """{"type":"permit","purpose":[{"system":"urn:nobody","code":"TREAT"}],"actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"CST"}]},"reference":{"reference":"Organization/seodaemun-dementia"}}]}""");
        for (var turn = 0; !(await district.AuditAsync(ConsentAlerts.Gateway.Id, 200)).Any(entry => entry.Row.Action == "consent-unclear" && entry.Row.Person == person); turn++)
        {
            Assert.True(turn < 600, "nobody told the operator");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Each_code_of_a_list_counts_and_no_other()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, Reader);
        var person = await PersonAsync(writer, "S18-3");
        var pulse = await ObservationAsync(writer, person, "8867-4");
        var weight = await ObservationAsync(writer, person, "29463-7");
        var height = await ObservationAsync(writer, person, "8302-2");

        await ConsentAsync(writer, person, Provision("permit", Recipient(), ""","code":[{"coding":[{"system":"http://loinc.org","code":"8867-4"},{"system":"http://loinc.org","code":"29463-7"}]}]"""));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound],
            [(await reader.GetAsync($"Observation/{pulse}")).Status, (await reader.GetAsync($"Observation/{weight}")).Status, (await reader.GetAsync($"Observation/{height}")).Status]);
    }

    [Fact]
    public async Task Each_entry_of_a_bundle_is_judged_for_its_own_person()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, Reader);
        var open = await PersonAsync(writer, "S18-4");
        var closed = await PersonAsync(writer, "S18-5");
        await ConsentAsync(writer, open, Permit());
        var (seen, hidden) = (await ObservationAsync(writer, open), await ObservationAsync(writer, closed));

        var batch = (await reader.PostAsync("", $$"""
            {"resourceType":"Bundle","type":"batch","entry":[
              {"request":{"method":"GET","url":"Observation/{{seen}}"} },
              {"request":{"method":"GET","url":"Observation/{{hidden}}"} },
              {"request":{"method":"GET","url":"Organization?_count=1"} },
              {"request":{"method":"GET","url":"Observation?_id={{seen}},{{hidden}}&_total=accurate"} }]}
            """)).Is(HttpStatusCode.OK).Json.GetProperty("entry");

        Assert.Equal(["200", "404", "200", "200"], batch.EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("status").GetString()![..3]));
        Assert.Equal(1, batch[3].GetProperty("resource").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_value_of_another_identifier_system_finds_nobody()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        var person = await PersonAsync(writer, "S18-6");

        Assert.Equal([person], (await writer.GetAsync("Patient?identifier=urn:careexchange:test:s18|S18-6")).Is(HttpStatusCode.OK).Resources.Select(IdOf));
        await AssertTotalAsync(writer, "Patient?identifier=urn:careexchange:test:other|S18-6", 0);
        await AssertTotalAsync(writer, "Observation?subject:identifier=urn:careexchange:test:other|S18-6", 0);
    }

    private static string? IdOf(JsonElement resource) => resource.GetProperty("id").GetString();

    private static async Task AssertTotalAsync(Machine reader, string query, int total) =>
        Assert.Equal(total, (await reader.GetAsync($"{query}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32());

    private static async Task<string> PersonAsync(Machine writer, string number) => IdOf((await writer.PostAsync(
        "Patient", $$"""{"resourceType":"Patient","identifier":[{"system":"urn:careexchange:test:s18","value":"{{number}}" }],"name":[{"text":"시험 {{number}}"}],"gender":"female"}""")).Is(HttpStatusCode.Created).Json)!;

    private static async Task<string> ObservationAsync(Machine writer, string person, string code = "8867-4") => IdOf((await writer.PostAsync("Observation", $$"""
        {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"{{code}}" }] },
         "subject":{"reference":"Patient/{{person}}" },"effectiveDateTime":"2026-03-02"}
        """)).Is(HttpStatusCode.Created).Json)!;

    private static async Task ConsentAsync(Machine writer, string person, string provision) =>
        (await writer.PostAsync("Consent", Consent(person, provision))).Is(HttpStatusCode.Created);

    private static string Consent(string person, string provision) => $$"""
        {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{person}}" },"dateTime":"2026-03-01",
         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{{provision}} }
        """;

    private static string Permit() => Provision("permit", Recipient());

    private static string Provision(string type, string recipient, string more = "") => $$"""{"type":"{{type}}","actor":[{{recipient}}]{{more}} }""";

    private static string Recipient() =>
        $$$"""{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/{{{Reader}}}"}}""";
}
