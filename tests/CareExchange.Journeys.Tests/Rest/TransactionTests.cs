using System.Net;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>transaction: all entries or none, references put right.</summary>
[Collection(SharedDistrict.Name)]
public sealed class TransactionTests(District district)
{
    [Fact]
    public async Task Entries_that_name_each_other_are_stored_with_real_references()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var organization = (await machine.PostAsync("Organization", $$$"""{"resourceType":"Organization","identifier":[{"system":"urn:test","value":"{{{key}}}"}],"name":"시험"}""")).Text("id");

        // 1. The observation stands before the patient it is about, and names its performer by a condition.
        var answer = (await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"urn:uuid:0c0ffee0-0000-4000-8000-000000000001","resource":{"resourceType":"Observation","status":"final","code":{"text":"체온"},
                "subject":{"reference":"urn:uuid:0c0ffee0-0000-4000-8000-000000000002"},"performer":[{"reference":"Organization?identifier=urn:test|{{{key}}}"}]},
                "request":{"method":"POST","url":"Observation"}},
              {"fullUrl":"urn:uuid:0c0ffee0-0000-4000-8000-000000000002","resource":{"resourceType":"Patient","identifier":[{"system":"urn:test","value":"{{{key}}}"}]},
                "request":{"method":"PUT","url":"Patient?identifier=urn:test|{{{key}}}"}}]}
            """)).Is(HttpStatusCode.OK);

        // 2. Each entry is answered in its own place.
        Assert.Equal("transaction-response", answer.Text("type"));
        var responses = answer.Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response")).ToArray();
        Assert.Equal(["201", "201"], responses.Select(response => response.GetProperty("status").GetString()));
        var patient = Id(responses[1]);
        var observation = (await machine.GetAsync($"Observation/{Id(responses[0])}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal($"Patient/{patient}", observation.GetProperty("subject").GetProperty("reference").GetString());
        Assert.Equal($"Organization/{organization}", observation.GetProperty("performer")[0].GetProperty("reference").GetString());
    }

    [Fact]
    public async Task One_bad_entry_stores_nothing_and_says_where_it_is_wrong()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");

        var answer = await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"resource":{"resourceType":"Patient","identifier":[{"system":"urn:test","value":"{{{key}}}"}]},"request":{"method":"POST","url":"Patient"}},
              {"resource":{"resourceType":"Patient","name":[{"family":"김"},{"given":["가온"],"use":"nick"}]},"request":{"method":"POST","url":"Patient"}}]}
            """);

        answer.Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Bundle.entry[1].resource.name[1].use", answer.Issues[0].Expression);
        await FindsNothingAsync(machine, key);
    }

    [Fact]
    public async Task A_reference_that_leads_nowhere_stores_nothing()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");

        foreach (var reference in new[] { "urn:uuid:0c0ffee0-0000-4000-8000-00000000dead", $"Patient?identifier=urn:test|{key}-unknown" })
        {
            var answer = await machine.PostAsync("", $$$"""
                {"resourceType":"Bundle","type":"transaction","entry":[
                  {"resource":{"resourceType":"Patient","identifier":[{"system":"urn:test","value":"{{{key}}}"}]},"request":{"method":"POST","url":"Patient"}},
                  {"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"{{{reference}}}"}},"request":{"method":"POST","url":"Observation"}}]}
                """);

            Assert.Equal("reference-unresolved", answer.Issues[0].Rule);
            Assert.Equal("Bundle.entry[1].resource.subject.reference", answer.Issues[0].Expression);
            await FindsNothingAsync(machine, key);
        }
    }

    [Fact]
    public async Task Two_entries_may_not_change_the_same_resource()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = Guid.NewGuid().ToString();

        var answer = await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"resource":{"resourceType":"Organization","id":"{{{id}}}","name":"하나"},"request":{"method":"PUT","url":"Organization/{{{id}}}"}},
              {"resource":{"resourceType":"Organization","id":"{{{id}}}","name":"둘"},"request":{"method":"PUT","url":"Organization/{{{id}}}"}}]}
            """);

        Assert.Equal("bundle-duplicate", answer.Issues[0].Rule);
        (await machine.GetAsync($"Organization/{id}")).Refused(HttpStatusCode.NotFound, "resource-unknown");
    }

    [Fact]
    public async Task Puts_under_ids_that_nobody_has_are_first_versions_and_over_deleted_ones_the_next()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (patient, organization) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        string Bundle(string name) => $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"http://elsewhere.example.org/Patient/{{{patient}}}","resource":{"resourceType":"Patient","id":"{{{patient}}}","identifier":[{"system":"urn:test","value":"{{{patient}}}"}]},"request":{"method":"PUT","url":"Patient/{{{patient}}}"}},
              {"resource":{"resourceType":"Organization","id":"{{{organization}}}","name":"{{{name}}}"},"request":{"method":"PUT","url":"Organization/{{{organization}}}"}}]}
            """;
        async Task<string[]> SendAsync(string name) =>
            [.. (await machine.PostAsync("", Bundle(name))).Is(HttpStatusCode.OK).Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response")).Select(response => $"{response.GetProperty("status").GetString()} {response.GetProperty("etag").GetString()}")];

        Assert.Equal(["201 W/\"1\"", "201 W/\"1\""], await SendAsync("하나"));
        Assert.Equal(["200 W/\"1\"", "200 W/\"2\""], await SendAsync("둘"));
        (await machine.SendAsync(HttpMethod.Delete, $"fhir/Organization/{organization}")).Is(HttpStatusCode.NoContent);
        Assert.Equal(["200 W/\"1\"", "201 W/\"4\""], await SendAsync("셋"));
        Assert.Contains(await district.AuditAsync(machine.Id), entry => entry.Row is { Action: "transaction", Outcome: "permit" } && entry.Row.Person == patient);
    }

    [Fact]
    public async Task A_person_comes_with_their_consent_and_references_by_condition_lead_to_what_stood_before()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var performer = (await machine.PostAsync("Practitioner", $$$"""{"resourceType":"Practitioner","identifier":[{"system":"urn:test","value":"{{{key}}}"}]}""")).Text("id");
        string Bundle(string birthDate, string condition) => $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"urn:uuid:0c0ffee0-0000-4000-8000-000000000011","resource":{"resourceType":"Patient","identifier":[{"system":"urn:test","value":"{{{key}}}"}],"birthDate":"{{{birthDate}}}"},"request":{"method":"POST","url":"Patient"}},
              {"resource":{"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
                "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"policyRule":{"text":"시험"},"patient":{"reference":"urn:uuid:0c0ffee0-0000-4000-8000-000000000011"},"dateTime":"2026-01-02",
                "provision":{"type":"deny"}},"request":{"method":"POST","url":"Consent"}},
              {"resource":{"resourceType":"Observation","status":"final","code":{"text":"체온"},"subject":{"reference":"urn:uuid:0c0ffee0-0000-4000-8000-000000000011"},
                "performer":[{"reference":"{{{condition}}}"}]},"request":{"method":"POST","url":"Observation"}}]}
            """;

        // 1. A child cannot consent alone, and a condition that nothing meets leads nowhere: nothing is stored.
        (await machine.PostAsync("", Bundle("2024-05-05", $"Practitioner?identifier=urn:test|{key}"))).Refused(HttpStatusCode.UnprocessableEntity, "consent-minor");
        var unmet = await machine.PostAsync("", Bundle("1950-05-05", $"Practitioner?identifier=urn:test|{key}-unknown"));
        Assert.Equal(("reference-unresolved", "Bundle.entry[2].resource.performer[0].reference"), (unmet.Issues[0].Rule, unmet.Issues[0].Expression));
        await FindsNothingAsync(machine, key);

        // 2. All of it stands, and leads where it should.
        var answer = (await machine.PostAsync("", Bundle("1950-05-05", $"Practitioner?identifier=urn:test|{key}"))).Is(HttpStatusCode.OK);
        string[] ids = [.. answer.Json.GetProperty("entry").EnumerateArray().Select(entry => Id(entry.GetProperty("response")))];
        var observation = (await machine.GetAsync($"Observation/{ids[2]}")).Is(HttpStatusCode.OK).Json;
        Assert.Equal($"Practitioner/{performer}", observation.GetProperty("performer")[0].GetProperty("reference").GetString());
        Assert.Equal($"Patient/{ids[0]}", observation.GetProperty("subject").GetProperty("reference").GetString());
        Assert.Equal($"Patient/{ids[0]}", (await machine.GetAsync($"Consent/{ids[1]}")).Is(HttpStatusCode.OK).Json.GetProperty("patient").GetProperty("reference").GetString());
    }

    [Fact]
    public async Task Deletions_come_first_and_reads_last_whatever_the_order_of_the_entries()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var old = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"옛 이름"}""")).Text("id");
        var kept = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"하나"}""")).Text("id");

        var answer = (await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"request":{"method":"GET","url":"Organization/{{{kept}}}"}},
              {"resource":{"resourceType":"Organization","id":"{{{kept}}}","name":"둘"},"request":{"method":"PUT","url":"Organization/{{{kept}}}","ifMatch":"W/\"1\""}},
              {"request":{"method":"DELETE","url":"Organization/{{{old}}}"}}]}
            """)).Is(HttpStatusCode.OK);

        var entries = answer.Json.GetProperty("entry").EnumerateArray().ToArray();
        Assert.Equal("둘", entries[0].GetProperty("resource").GetProperty("name").GetString());
        Assert.Equal(["200", "200", "204"], entries.Select(entry => entry.GetProperty("response").GetProperty("status").GetString()));
        (await machine.GetAsync($"Organization/{old}")).Refused(HttpStatusCode.Gone, "resource-deleted");
    }

    [Fact]
    public async Task A_read_inside_a_transaction_is_a_look_on_record_and_so_is_one_that_is_withheld()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var other = await Machine.RegisterAsync(district, "hongje-homecare");
        var patient = (await machine.PostAsync("Patient", """{"resourceType":"Patient","name":[{"text":"가람(가명)"}]}""")).Text("id");
        var read = $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"GET","url":"Patient/{{{patient}}}"}}]}
            """;

        (await machine.PostAsync("", read)).Is(HttpStatusCode.OK);
        (await other.PostAsync("", read)).Refused(HttpStatusCode.NotFound, "resource-unknown");

        Assert.Contains(await district.AuditAsync(machine.Id), entry => entry.Row is { Action: "read", Outcome: "permit" } && entry.Row.Person == patient);
        Assert.Contains(await district.AuditAsync(other.Id), entry => entry.Row is { Action: "read", Outcome: "deny" } && entry.Row.Person == patient);
    }

    [Fact]
    [Trait("pain", "4")]
    public async Task A_stale_version_or_a_resource_of_others_in_one_entry_rejects_them_all()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var other = await Machine.RegisterAsync(district, "hongje-homecare");
        var id = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"하나"}""")).Text("id");
        var key = Guid.NewGuid().ToString("N");
        string Bundle(string match) => $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"resource":{"resourceType":"Patient","identifier":[{"system":"urn:test","value":"{{{key}}}"}]},"request":{"method":"POST","url":"Patient"}},
              {"resource":{"resourceType":"Organization","id":"{{{id}}}","name":"둘"},"request":{"method":"PUT","url":"Organization/{{{id}}}","ifMatch":"{{{match}}}"}}]}
            """;

        (await machine.PostAsync("", Bundle("W/\\\"7\\\""))).Refused(HttpStatusCode.PreconditionFailed, "version-conflict");
        (await other.PostAsync("", Bundle("W/\\\"1\\\""))).Refused(HttpStatusCode.Forbidden, "resource-of-another");

        await FindsNothingAsync(machine, key);
        Assert.Contains(await district.AuditAsync(other.Id), entry => entry.Row is { Action: "transaction", Outcome: "deny" });
    }

    [Fact]
    public async Task What_is_no_transaction_is_a_bad_request()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        (await machine.PostAsync("", """{"resourceType":"Bundle","type":"collection"}""")).Refused(HttpStatusCode.BadRequest, "bundle-request");
        (await machine.PostAsync("", """{"resourceType":"Patient"}""")).Refused(HttpStatusCode.BadRequest, "bundle-request");
        (await machine.PostAsync("", """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient/5"}}]}""")).Refused(HttpStatusCode.BadRequest, "bundle-request");
        var said = (await machine.PostAsync("", """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"POST","url":"Patient"}}]}""")).Refused(HttpStatusCode.BadRequest, "bundle-request");
        Assert.Equal("Bundle.entry[0].request", said.Expression);
    }

    private static string Id(JsonElement response) => new Uri(response.GetProperty("location").GetString()!).Segments[^3].Trim('/');

    private static async Task FindsNothingAsync(Machine machine, string key) =>
        Assert.Empty((await machine.GetAsync($"Patient?identifier=urn:test|{key}")).Is(HttpStatusCode.OK).Resources);
}
