using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>A transaction has no limit of entries of its own: ten thousand are stored together or not at all.</summary>
public sealed class LargeTransactionTests
{
    private const int Entries = 10_000;

    [Theory]
    [Trait("pain", "5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ten_thousand_entries_are_one_transaction(bool isPostgres)
    {
        Assert.SkipUnless(!isPostgres || ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres);
        await using var gateway = await world.StartAsync();
        var token = await gateway.TokenAsync();

        (await gateway.SendAsync(token, HttpMethod.Post, "", Bundle(isBroken: true))).Refused(HttpStatusCode.UnprocessableEntity, "cardinality-min");
        Assert.Equal(0, await CountAsync(gateway, token));
        var answer = (await gateway.SendAsync(token, HttpMethod.Post, "", Bundle(isBroken: false))).Is(HttpStatusCode.OK);

        var entries = answer.Json.GetProperty("entry").EnumerateArray().ToArray();
        Assert.Equal("transaction-response", answer.Text("type"));
        Assert.Equal(Entries, entries.Length);
        Assert.All(entries, entry => Assert.Equal("201", entry.GetProperty("response").GetProperty("status").GetString()));
        Assert.Equal(Entries - 1, await CountAsync(gateway, token));
    }

    private static async Task<int> CountAsync(GatewayProcess gateway, string token) =>
        (await gateway.SendAsync(token, HttpMethod.Get, "Observation?_summary=count")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32();

    // Each observation is about the patient who comes last.
    private static string Bundle(bool isBroken)
    {
        var observations = Enumerable.Range(1, Entries - 1).Select(number => $$$"""
            {"resource":{"resourceType":"Observation",{{{(isBroken && number == Entries - 1 ? "" : "\"status\":\"final\",")}}}"code":{"coding":[{"code":"n{{{number}}}"}]},"subject":{"reference":"urn:uuid:0c0ffee0-0000-4000-8000-000000000001"}},"request":{"method":"POST","url":"Observation"}}
            """);
        return $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[{{{string.Join(',', observations)}}},
            {"fullUrl":"urn:uuid:0c0ffee0-0000-4000-8000-000000000001","resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}}]}
            """;
    }
}
