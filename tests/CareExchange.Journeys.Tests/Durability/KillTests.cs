using System.Collections.Concurrent;
using System.Net;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Audit;

namespace CareExchange.Journeys.Tests.Durability;

/// <summary>The gateway is killed under load: what it acknowledged is there, what it did not is there whole or not at all.</summary>
public sealed class KillTests
{
    private const int Connections = 24;

    [Fact]
    public Task On_SQLite_every_acknowledged_write_survives_a_kill() => SurvivesAsync(isPostgres: false);

    [Fact]
    public Task On_PostgreSQL_every_acknowledged_write_survives_a_kill()
    {
        Assert.SkipUnless(ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        return SurvivesAsync(isPostgres: true);
    }

    private static async Task SurvivesAsync(bool isPostgres)
    {
        await using var world = await ProcessWorld.OpenAsync(isPostgres);
        await using var gateway = await world.StartAsync();
        var (single, pairs, tried) = (new ConcurrentBag<string>(), new ConcurrentBag<string>(), new ConcurrentBag<string>());
        for (var round = 0; round < 2; round++)
        {
            // Killed in the middle of it, with every connection in some state between request and answer.
            var goal = single.Count + pairs.Count + 300;
            var token = await gateway.TokenAsync();
            var writers = Enumerable.Range(0, Connections).Select(number => Task.Run(() => WriteAsync(gateway, token, number % 2 == 0, single, pairs, tried))).ToArray();
            while (single.Count + pairs.Count < goal && !writers.Any(writer => writer.IsCompleted)) await Task.Delay(5, TestContext.Current.CancellationToken);
            await gateway.KillAsync();
            await Task.WhenAll(writers);
            await gateway.StartAsync();
        }

        var reader = await gateway.TokenAsync();
        foreach (var id in single) (await gateway.SendAsync(reader, HttpMethod.Get, $"Observation/{id}")).Is(HttpStatusCode.OK);
        var acknowledged = pairs.ToHashSet(StringComparer.Ordinal);
        foreach (var pair in tried)
        {
            var found = (await gateway.SendAsync(reader, HttpMethod.Get, $"Observation?code={pair}&_summary=count")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32();
            Assert.True(found == 2 || (found == 0 && !acknowledged.Contains(pair)), $"{pair}: {found}");
        }

        await using var database = await gateway.OpenAsync();
        var verified = await new AuditStore(database).VerifyAsync(TestContext.Current.CancellationToken);
        Assert.Null(verified.BrokenAt);
        Assert.True(verified.Entries >= single.Count + pairs.Count);
    }

    private static async Task WriteAsync(GatewayProcess gateway, string token, bool isPair, ConcurrentBag<string> single, ConcurrentBag<string> pairs, ConcurrentBag<string> tried)
    {
        try
        {
            while (true)
            {
                var code = Guid.NewGuid().ToString("N");
                if (isPair) tried.Add(code);
                var answer = isPair
                    ? await gateway.SendAsync(token, HttpMethod.Post, "", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{Entry(code)}},{{Entry(code)}}]}""")
                    : await gateway.SendAsync(token, HttpMethod.Post, "Observation", Observation(code));
                if (isPair) answer.Is(HttpStatusCode.OK);
                else answer.Is(HttpStatusCode.Created);
                if (isPair) pairs.Add(code);
                else single.Add(answer.Text("id")!);
            }
        }
        catch (HttpRequestException)
        {
            // Killed: what this connection waited for was never acknowledged.
        }
    }

    private static string Observation(string code) => $$$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"{{{code}}}"}]}}""";

    private static string Entry(string code) => $$$"""{"resource":{{{Observation(code)}}},"request":{"method":"POST","url":"Observation"}}""";
}
