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
        var said = (await machine.PostAsync("", """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"POST","url":"Patient"}}]}""")).Refused(HttpStatusCode.BadRequest, "bundle-request");
        Assert.Equal("Bundle.entry[0].request", said.Expression);
    }

    private static string Id(JsonElement response) => new Uri(response.GetProperty("location").GetString()!).Segments[^3].Trim('/');

    private static async Task FindsNothingAsync(Machine machine, string key) =>
        Assert.Empty((await machine.GetAsync($"Patient?identifier=urn:test|{key}")).Is(HttpStatusCode.OK).Resources);
}
