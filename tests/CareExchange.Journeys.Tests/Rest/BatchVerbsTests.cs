using System.Net;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Whatever can be asked for alone can be asked for in a batch (R4 http.html#transaction), with the same headers.</summary>
[Collection(SharedDistrict.Name)]
public sealed class BatchVerbsTests(District district)
{
    [Fact]
    public async Task Every_interaction_works_inside()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"하나"}""")).Text("id");
        (await machine.PutAsync($"Organization/{id}", $$$"""{"resourceType":"Organization","id":"{{{id}}}","name":"둘"}""")).Is(HttpStatusCode.OK);

        var entries = await BatchAsync(machine, $$$"""
            {"request":{"method":"GET","url":"Organization/{{{id}}}/_history/1"}},
            {"request":{"method":"GET","url":"Organization/{{{id}}}/_history"}},
            {"request":{"method":"GET","url":"Organization/_history?_count=1"}},
            {"request":{"method":"GET","url":"_history?_count=1"}},
            {"request":{"method":"GET","url":"metadata"}},
            {"request":{"method":"HEAD","url":"Organization/{{{id}}}"}},
            {"request":{"method":"GET","url":"Organization/{{{id}}}?_elements=name&_summary=false"}},
            {"request":{"method":"POST","url":"Organization/_search?_id={{{id}}}"}},
            {"resource":{"resourceType":"Organization","name":7},"request":{"method":"POST","url":"Organization/$validate"}},
            {"request":{"method":"GET","url":"Organization/$nonsense"}},
            {"request":{"method":"POST","url":"/"}},
            {"request":{"method":"GET","url":"Organization/a/b/c/d"}},
            {"resource":{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Organization.name"},{"name":"value","valueString":"셋"}]}]},
             "request":{"method":"PATCH","url":"Organization/{{{id}}}","ifMatch":"W/\"2\""}},
            {"request":{"method":"DELETE","url":"Organization/{{{id}}}"}},
            {"request":{"method":"GET","url":"Organization/{{{id}}}"}}
            """);

        Assert.Equal(
            ["200", "200", "200", "200", "200", "200", "200", "200", "200", "404", "400", "404", "200", "204", "410"],
            entries.Select(entry => entry.GetProperty("response").GetProperty("status").GetString()));
        Assert.Equal("하나", entries[0].GetProperty("resource").GetProperty("name").GetString());
        Assert.Equal(["history", "history", "history"], entries[1..4].Select(entry => entry.GetProperty("resource").GetProperty("type").GetString()));
        Assert.Equal("CapabilityStatement", entries[4].GetProperty("resource").GetProperty("resourceType").GetString());
        Assert.False(entries[5].TryGetProperty("resource", out _));
        Assert.Equal("W/\"2\"", entries[5].GetProperty("response").GetProperty("etag").GetString());
        Assert.Equal(id, entries[7].GetProperty("resource").GetProperty("entry")[0].GetProperty("resource").GetProperty("id").GetString());
        Assert.Equal("OperationOutcome", entries[8].GetProperty("resource").GetProperty("resourceType").GetString());
        Assert.Contains($"Organization/{id}/_history/3", entries[12].GetProperty("response").GetProperty("location").GetString());
        Assert.All(entries, entry => Assert.True(entry.GetProperty("response").TryGetProperty("outcome", out _) == entry.GetProperty("response").GetProperty("status").GetString() is "404" or "400" or "410"));
    }

    [Fact]
    public async Task The_headers_of_an_entry_are_those_of_a_request()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var created = await machine.PostAsync("Organization", Organization(key, "하나"));
        var (id, stored) = (created.Text("id"), created.Json.GetProperty("meta").GetProperty("lastUpdated").GetString());

        var entries = await BatchAsync(machine, $$$"""
            {"request":{"method":"GET","url":"Organization/{{{id}}}","ifNoneMatch":"W/\"1\""}},
            {"request":{"method":"GET","url":"Organization/{{{id}}}","ifModifiedSince":"{{{stored}}}"}},
            {"request":{"method":"GET","url":"Organization/{{{id}}}","ifModifiedSince":"2001-01-01T00:00:00Z"}},
            {"resource":{{{Organization(key, "둘", id)}}},"request":{"method":"PUT","url":"Organization/{{{id}}}","ifMatch":"W/\"4\""}},
            {"resource":{{{Organization(key, "둘", id)}}},"request":{"method":"PUT","url":"Organization/{{{id}}}","ifNoneMatch":"*"}},
            {"resource":{{{Organization(key, "둘", id)}}},"request":{"method":"PUT","url":"Organization/{{{id}}}","ifMatch":"W/\"1\""}},
            {"resource":{{{Organization(key, "셋")}}},"request":{"method":"POST","url":"Organization","ifNoneExist":"identifier=urn:test|{{{key}}}"}},
            {"request":{"method":"DELETE","url":"Organization?identifier=urn:test|{{{key}}}","ifMatch":"W/\"1\""}},
            {"request":{"method":"DELETE","url":"Organization?identifier=urn:test|{{{key}}}","ifMatch":"W/\"2\""}}
            """);

        Assert.Equal(
            ["304", "304", "200", "412", "412", "200", "200", "412", "204"],
            entries.Select(entry => entry.GetProperty("response").GetProperty("status").GetString()));
        Assert.EndsWith($"Organization/{id}/_history/2", entries[6].GetProperty("response").GetProperty("location").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_comes_back_only_where_it_is_preferred()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        const string Entry = """{"resource":{"resourceType":"Organization","name":"x"},"request":{"method":"POST","url":"Organization"}}""";

        var silent = await BatchAsync(machine, Entry);
        var whole = await BatchAsync(machine, Entry, ("Prefer", "return=representation"));
        var outcome = await BatchAsync(machine, Entry, ("Prefer", "return=OperationOutcome"));

        Assert.False(silent[0].TryGetProperty("resource", out _));
        Assert.Equal("Organization", whole[0].GetProperty("resource").GetProperty("resourceType").GetString());
        Assert.Equal("OperationOutcome", outcome[0].GetProperty("response").GetProperty("outcome").GetProperty("resourceType").GetString());
    }

    [Fact]
    public async Task Thousands_of_entries_are_answered_in_their_order()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"하나"}""")).Text("id");

        var entries = await BatchAsync(machine, string.Join(',', Enumerable.Range(0, 3000).Select(index =>
            $$$"""{"request":{"method":"GET","url":"Organization/{{{(index % 2 == 0 ? id : "none")}}}"}}""")));

        Assert.Equal(Enumerable.Range(0, 3000).Select(index => index % 2 == 0 ? "200" : "404"), entries.Select(entry => entry.GetProperty("response").GetProperty("status").GetString()));
    }

    private static async Task<JsonElement[]> BatchAsync(Machine machine, string entries, params (string, string)[] headers)
    {
        var answer = (await machine.PostAsync("", $$$"""{"resourceType":"Bundle","type":"batch","entry":[{{{entries}}}]}""", headers)).Is(HttpStatusCode.OK);
        Assert.Equal("batch-response", answer.Text("type"));
        return [.. answer.Json.GetProperty("entry").EnumerateArray()];
    }

    private static string Organization(string key, string name, string? id = null)
    {
        var known = id is null ? "" : $"\"id\":\"{id}\",";
        return $$$"""{"resourceType":"Organization",{{{known}}}"identifier":[{"system":"urn:test","value":"{{{key}}}"}],"name":"{{{name}}}"}""";
    }
}
