using System.Net;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>batch: each entry for itself.</summary>
[Collection(SharedDistrict.Name)]
public sealed class BatchTests(District district)
{
    [Fact]
    public async Task Each_entry_is_answered_in_its_place_and_none_depends_on_another()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var organization = (await machine.PostAsync("Organization", Organization(key))).Text("id");

        var answer = (await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"batch","entry":[
              {"request":{"method":"GET","url":"Organization/{{{organization}}}"}},
              {"request":{"method":"GET","url":"Organization?identifier=urn:test|{{{key}}}"}},
              {"request":{"method":"GET","url":"Organization/unknown"}},
              {"resource":{"resourceType":"Observation","status":"final","code":{"text":"체온"}},"request":{"method":"POST","url":"Observation"}},
              {"resource":{"resourceType":"Observation","status":"wrong","code":{"text":"체온"}},"request":{"method":"POST","url":"Observation"}},
              {"resource":{{{Organization(key)}}},"request":{"method":"PUT","url":"Organization?identifier=urn:test|{{{key}}}"}},
              {"request":{"method":"DELETE","url":"Organization?identifier=urn:test|{{{key}}}-none"}},
              {"request":{"method":"POST","url":"Observation"}},
              {"request":{"method":"GET","url":"Nothing/1"}},
              {"resource":{{{Organization(key)}}},"request":{"method":"POST","url":"Organization","ifNoneExist":"identifier=urn:test|{{{key}}}"}}]}
            """)).Is(HttpStatusCode.OK);

        Assert.Equal("batch-response", answer.Text("type"));
        JsonElement[] entries = [.. answer.Json.GetProperty("entry").EnumerateArray()];
        Assert.Equal(["200", "200", "404", "201", "422", "200", "204", "400", "404", "200"], entries.Select(entry => entry.GetProperty("response").GetProperty("status").GetString()));
        Assert.Equal(organization, entries[0].GetProperty("resource").GetProperty("id").GetString());
        Assert.Equal(1, entries[1].GetProperty("resource").GetProperty("entry").GetArrayLength());
        Assert.Equal("Bundle.entry[4].resource.status", entries[4].GetProperty("response").GetProperty("outcome").GetProperty("issue")[0].GetProperty("expression")[0].GetString());
    }

    [Fact]
    public async Task A_batch_is_no_way_around_a_scope()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun", "system/Organization.rs");

        var answer = (await machine.PostAsync("", """
            {"resourceType":"Bundle","type":"batch","entry":[
              {"request":{"method":"GET","url":"Organization?_count=1"}},
              {"request":{"method":"GET","url":"Patient?_count=1"}},
              {"resource":{"resourceType":"Organization","name":"x"},"request":{"method":"POST","url":"Organization"}}]}
            """)).Is(HttpStatusCode.OK);

        Assert.Equal(["200", "403", "403"], answer.Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("status").GetString()));
        Assert.Equal(["create", "search-type"], (await district.AuditAsync(machine.Id)).Where(entry => entry.Row.Outcome == "deny").Select(entry => entry.Row.Action));
    }

    private static string Organization(string key) => $$"""{"resourceType":"Organization","identifier":[{"system":"urn:test","value":"{{key}}"}],"name":"시험"}""";
}
