using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Histories and operations as entries of a Bundle.</summary>
[Collection(SharedDistrict.Name)]
public sealed class BundleAfterwardsTests(District district)
{
    [Theory]
    [InlineData("transaction")]
    [InlineData("batch")]
    public async Task Histories_and_operations_see_what_the_bundle_stored(string type)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = "after-" + Guid.NewGuid().ToString("N")[..12];
        (await machine.PutAsync($"Observation/{id}", Put(1))).Is(HttpStatusCode.Created);

        var answer = (await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"{{{type}}}","entry":[
              {"resource":{{{Put(2)}}},"request":{"method":"PUT","url":"Observation/{{{id}}}"}},
              {"request":{"method":"GET","url":"Observation/{{{id}}}/_history?_count=2"}},
              {"request":{"method":"GET","url":"Observation/_history?_count=1"}},
              {"request":{"method":"GET","url":"_history?_count=1"}},
              {"request":{"method":"GET","url":"Observation/{{{id}}}/$meta"}},
              {"resource":{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Observation"}}]},"request":{"method":"POST","url":"Observation/$validate"}},
              {"request":{"method":"GET","url":"Patient/nobody/$everything"}}]}
            """)).Is(HttpStatusCode.OK);

        var entries = answer.Json.GetProperty("entry").EnumerateArray().ToArray();
        Assert.Equal($"{type}-response", answer.Text("type"));
        Assert.Equal(["200", "200", "200", "200", "200", "200", "404"], entries.Select(entry => entry.GetProperty("response").GetProperty("status").GetString()));
        Assert.Equal(["2", "1"], entries[1].GetProperty("resource").GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource").GetProperty("meta").GetProperty("versionId").GetString()));
        Assert.All(entries[2..4], entry => Assert.Equal("history", entry.GetProperty("resource").GetProperty("type").GetString()));
        Assert.Equal("2", entries[4].GetProperty("resource").GetProperty("parameter")[0].GetProperty("valueMeta").GetProperty("versionId").GetString());
        Assert.Equal("OperationOutcome", entries[5].GetProperty("resource").GetProperty("resourceType").GetString());
        Assert.Equal("OperationOutcome", entries[6].GetProperty("response").GetProperty("outcome").GetProperty("resourceType").GetString());

        string Put(int value) => $$"""{"resourceType":"Observation","id":"{{id}}","status":"final","code":{"text":"걸음 수"},"valueInteger":{{value}} }""";
    }

    [Fact]
    public async Task An_operation_that_changes_something_is_no_part_of_a_transaction_but_may_be_of_a_batch()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"}}""")).Text("id");
        string Bundle(string type) => $$$"""
            {"resourceType":"Bundle","type":"{{{type}}}","entry":[{"resource":{"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"code":"x"}]}}]},
              "request":{"method":"POST","url":"Observation/{{{id}}}/$meta-add"}}]}
            """;

        var refused = (await machine.PostAsync("", Bundle("transaction"))).Refused(HttpStatusCode.BadRequest, "bundle-request");
        var done = (await machine.PostAsync("", Bundle("batch"))).Is(HttpStatusCode.OK);

        Assert.Equal("Bundle.entry[0].request", refused.Expression);
        Assert.Equal("200", done.Json.GetProperty("entry")[0].GetProperty("response").GetProperty("status").GetString());
    }
}
