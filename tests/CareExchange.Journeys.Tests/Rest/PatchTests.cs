using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>patch in all three writings, by id, by condition and inside Bundles.</summary>
[Collection(SharedDistrict.Name)]
public sealed class PatchTests(District district)
{
    public static TheoryData<string, string> Patches => new()
    {
        { "application/json-patch+json", """[{"op":"test","path":"/status","value":"preliminary"},{"op":"replace","path":"/status","value":"final"}]""" },
        { "application/fhir+json", """{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Observation.status"},{"name":"value","valueCode":"final"}]}]}""" },
        { "application/fhir+xml", """<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="operation"/><part><name value="type"/><valueCode value="replace"/></part><part><name value="path"/><valueString value="Observation.status"/></part><part><name value="value"/><valueCode value="final"/></part></parameter></Parameters>""" },
        { "application/xml-patch+xml", """<diff xmlns:f="http://hl7.org/fhir"><replace sel="f:Observation/f:status/@value">final</replace></diff>""" },
    };

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task A_patch_changes_what_it_names_and_nothing_else(string contentType, string patch)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (key, id) = await CreateAsync(machine);

        var patched = (await PatchAsync(machine, $"Observation/{id}", patch, contentType, ("If-Match", "W/\"1\""))).Is(HttpStatusCode.OK);
        (await PatchAsync(machine, $"Observation/{id}", patch, contentType, ("If-Match", "W/\"1\""))).Refused(HttpStatusCode.PreconditionFailed, "version-conflict");

        Assert.Equal(("W/\"2\"", "final"), (patched.ETag, patched.Text("status")));
        Assert.Equal("4200.0", patched.Json.GetProperty("valueQuantity").GetProperty("value").GetRawText());
        Assert.Equal(key, patched.Json.GetProperty("identifier")[0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_patch_by_condition_needs_exactly_one_match()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (key, id) = await CreateAsync(machine);

        var patched = (await PatchAsync(machine, $"Observation?identifier=urn:test|{key}", Final)).Is(HttpStatusCode.OK);

        Assert.Equal((id, "final"), (patched.Text("id"), patched.Text("status")));
        (await PatchAsync(machine, $"Observation?identifier=urn:test|{key}-none", Final)).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await PatchAsync(machine, "Observation", Final)).Refused(HttpStatusCode.BadRequest, "condition-empty");
    }

    [Fact]
    public async Task What_breaks_the_resource_or_cannot_be_done_changes_nothing()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var other = await Machine.RegisterAsync(district, "hongje-homecare");
        var (_, id) = await CreateAsync(machine);

        (await PatchAsync(machine, $"Observation/{id}", """[{"op":"replace","path":"/status","value":"finished"}]""")).Refused(HttpStatusCode.UnprocessableEntity, "binding-required");
        (await PatchAsync(machine, $"Observation/{id}", """[{"op":"replace","path":"/id","value":"other"}]""")).Refused(HttpStatusCode.BadRequest, "resource-id");
        (await PatchAsync(machine, $"Observation/{id}", """[{"op":"test","path":"/status","value":"final"}]""")).Refused(HttpStatusCode.Conflict, "patch-test");
        (await PatchAsync(machine, $"Observation/{id}", "[")).Refused(HttpStatusCode.BadRequest, "json-syntax");
        (await PatchAsync(machine, $"Observation/{id}", Final, "text/plain")).Refused(HttpStatusCode.UnsupportedMediaType, "media-type");
        (await PatchAsync(machine, "Observation/unknown", Final)).Refused(HttpStatusCode.NotFound, "resource-unknown");

        // A stranger learns the same of what is there and of what is not, whatever the patch tests.
        (await PatchAsync(other, $"Observation/{id}", """[{"op":"test","path":"/status","value":"preliminary"}]""")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        Assert.Equal("W/\"1\"", (await machine.GetAsync($"Observation/{id}")).ETag);

        // The attempt is on record, alone and inside a transaction.
        (await other.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Binary","contentType":"application/json-patch+json","data":"W10="},"request":{"method":"PATCH","url":"Observation/{{{id}}}"}}]}
            """)).Refused(HttpStatusCode.NotFound, "resource-unknown");
        Assert.Equal(2, (await district.AuditAsync(other.Id)).Count(entry => entry.Row is { Action: "patch", Outcome: "deny" }));
    }

    [Fact]
    public async Task A_patch_inside_a_Bundle_is_Parameters_or_a_Binary()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (key, id) = await CreateAsync(machine);
        var (_, second) = await CreateAsync(machine);
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(Final));
        var transaction = (await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"resource":{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Observation.status"},{"name":"value","valueCode":"amended"}]}]},
               "request":{"method":"PATCH","url":"Observation?identifier=urn:test|{{{key}}}"}},
              {"resource":{"resourceType":"Binary","contentType":"application/json-patch+json","data":"{{{data}}}"},"request":{"method":"PATCH","url":"Observation/{{{second}}}"}}]}
            """)).Is(HttpStatusCode.OK);
        var batch = (await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"batch","entry":[
              {"resource":{"resourceType":"Binary","contentType":"application/json-patch+json","data":"{{{data}}}"},"request":{"method":"PATCH","url":"Observation/{{{id}}}"}},
              {"resource":{"resourceType":"Binary","contentType":"text/plain","data":"{{{data}}}"},"request":{"method":"PATCH","url":"Observation/{{{id}}}"}}]}
            """)).Is(HttpStatusCode.OK);

        Assert.Equal(["200", "200"], Statuses(transaction));
        Assert.Equal(["200", "422"], Statuses(batch));
        Assert.Equal("final", (await machine.GetAsync($"Observation/{id}")).Text("status"));
        Assert.Equal("final", (await machine.GetAsync($"Observation/{second}")).Text("status"));
    }

    private const string Final = """[{"op":"replace","path":"/status","value":"final"}]""";

    private static Task<Answer> PatchAsync(Machine machine, string path, string patch, string contentType = "application/json-patch+json", params (string Name, string Value)[] headers) =>
        machine.SendAsync(HttpMethod.Patch, $"fhir/{path}", Encoding.UTF8.GetBytes(patch), contentType, null, headers);

    private static IEnumerable<string?> Statuses(Answer answer) =>
        answer.Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("status").GetString());

    private static async Task<(string Key, string Id)> CreateAsync(Machine machine)
    {
        var key = Guid.NewGuid().ToString("N");
        var created = await machine.PostAsync("Observation", $$"""
            {"resourceType":"Observation","identifier":[{"system":"urn:test","value":"{{key}}"}],"status":"preliminary","code":{"text":"걸음 수"},"valueQuantity":{"value":4200.0} }
            """);
        return (key, created.Is(HttpStatusCode.Created).Text("id")!);
    }
}
