using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Reading;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Audit;

namespace CareExchange.Journeys.Tests.Durability;

/// <summary>Two gateway processes over one database: what one of them refuses, ends or records is refused, ended and recorded for both, also when one is killed.</summary>
public sealed class SharedAccessTests
{
    private const string Public = "https://gateway.example";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("scenario", "S16")]
    public async Task A_proof_works_once_and_a_revoked_token_ends_at_both(bool isPostgres)
    {
        Assert.SkipWhen(isPostgres && !ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres);
        await using var left = await world.StartAsync(Public);
        await using var right = await world.StartAsync(Public);

        // 1. Of one assertion sent to both at once exactly one gets a token.
        var assertion = left.Assertion();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? left : right).PostAsync("token", assertion, ("grant_type", "client_credentials"), ("scope", "system/*.rs"))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        foreach (var answer in answers) answer.Dispose();

        // 2. A token of one node opens the other, until it is revoked at either.
        var token = await left.TokenAsync();
        (await right.SendAsync(token, HttpMethod.Get, "Observation?_count=1")).Is(HttpStatusCode.OK);
        using (var revoked = await left.PostAsync("revoke", left.Assertion(), ("token", token))) Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        var begin = Stopwatch.GetTimestamp();
        while ((await right.SendAsync(token, HttpMethod.Get, "Observation?_count=1")).Status != HttpStatusCode.Unauthorized) await Task.Delay(20, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"a token revoked at one node was refused by the other after {Stopwatch.GetElapsedTime(begin).TotalMilliseconds:F0} ms");
        Assert.Equal(HttpStatusCode.Unauthorized, (await left.SendAsync(token, HttpMethod.Get, "Observation?_count=1")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("scenario", "S11")]
    public async Task A_withdrawal_at_one_closes_the_other_and_an_export_whose_gateway_was_killed_gives_nothing(bool isPostgres)
    {
        Assert.SkipWhen(isPostgres && !ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres);
        await using var left = await world.StartAsync(Public);
        await using var right = await world.StartAsync(Public);
        var (writer, reader) = (await left.TokenAsync(), await left.TokenAsync("reader"));
        var person = (await left.SendAsync(writer, HttpMethod.Post, "Patient", """{"resourceType":"Patient"}""")).Is(HttpStatusCode.Created).Text("id")!;
        for (var number = 0; number < 30; number++) (await left.SendAsync(writer, HttpMethod.Post, "Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{{person}}}"}}""")).Is(HttpStatusCode.Created);
        var consent = JsonNode.Parse((await left.SendAsync(writer, HttpMethod.Post, "Consent", $$$"""
            {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
             "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{{person}}}"},"dateTime":"2026-03-01",
             "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{"type":"permit"} }
            """)).Is(HttpStatusCode.Created).Bytes)!.AsObject();

        // 1. Both know it, and remember what they read; an export has begun at the one that is killed.
        foreach (var node in (GatewayProcess[])[left, right, right]) Assert.Equal(30, (await node.SendAsync(reader, HttpMethod.Get, $"Observation?patient={person}&_total=accurate")).Json.GetProperty("total").GetInt32());
        var exports = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            var begun = (await left.SendAsync(reader, HttpMethod.Get, "Patient/$export?_type=Observation", null, ("Prefer", "respond-async"), ("Accept", "application/fhir+json"))).Is(HttpStatusCode.Accepted);
            exports.Add(begun.Response.Content.Headers.ContentLocation!.Segments[^1]);
        }

        await left.KillAsync();

        // 2. Withdrawn at the other: its very next answer is without it.
        consent["status"] = "inactive";
        var begin = Stopwatch.GetTimestamp();
        (await right.SendAsync(writer, HttpMethod.Put, $"Consent/{consent["id"]}", consent.ToJsonString())).Is(HttpStatusCode.OK);
        Assert.Equal(0, (await right.SendAsync(reader, HttpMethod.Get, $"Observation?patient={person}&_total=accurate")).Json.GetProperty("total").GetInt32());
        TestContext.Current.TestOutputHelper?.WriteLine($"closed {Stopwatch.GetElapsedTime(begin).TotalMilliseconds:F1} ms after the withdrawal was sent");

        // 3. The node that comes back remembers nothing of what was open, and no file that was made holds a line of it.
        await left.StartAsync();
        Assert.Equal(0, (await left.SendAsync(reader, HttpMethod.Get, $"Observation?patient={person}&_total=accurate")).Json.GetProperty("total").GetInt32());
        foreach (var export in exports)
        {
            Answer manifest;
            while ((manifest = await right.SendAsync(reader, HttpMethod.Get, $"$export/{export}")).Status == HttpStatusCode.Accepted) await Task.Delay(50, TestContext.Current.CancellationToken);
            foreach (var file in manifest.Is(HttpStatusCode.OK).Json.GetProperty("output").EnumerateArray())
            {
                var lines = await right.SendAsync(reader, HttpMethod.Get, $"{right.Address}/{file.GetProperty("url").GetString()!.Split('/', 4)[3]}");
                Assert.DoesNotContain(person, Encoding.UTF8.GetString(lines.Bytes), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("scenario", "S19")]
    public async Task No_look_that_was_answered_is_lost_when_one_is_killed_and_the_chain_holds(bool isPostgres)
    {
        Assert.SkipWhen(isPostgres && !ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres);
        await using var left = await world.StartAsync(Public);
        await using var right = await world.StartAsync(Public);
        var token = await left.TokenAsync();
        var person = (await left.SendAsync(token, HttpMethod.Post, "Patient", """{"resourceType":"Patient"}""")).Is(HttpStatusCode.Created).Text("id")!;

        // Many at once at both: what is answered stands in the journal of looks, or in the table, whichever it was.
        var answered = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        var asking = Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
        {
            var node = number % 2 == 0 ? left : right;
            while (!stop.IsCancellationRequested)
            {
                var request = $"r-{Guid.NewGuid():N}";
                try
                {
                    if ((await node.SendAsync(token, HttpMethod.Get, $"Patient/{person}", null, ("X-Request-Id", request))).Status == HttpStatusCode.OK) answered.Add(request);
                }
                catch (HttpRequestException)
                {
                    return;
                }
            }
        })).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        await left.KillAsync();
        await Task.WhenAll(asking);
        await right.KillAsync();

        await using var database = await right.OpenAsync();
        var store = new AuditStore(database);
        var recorded = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var fact in AuditFacts.WalkAsync(store, new AuditQuery { Person = person }, TestContext.Current.CancellationToken)) recorded[fact.RequestId!] = recorded.GetValueOrDefault(fact.RequestId!) + 1;
        TestContext.Current.TestOutputHelper?.WriteLine($"{answered.Count} looks answered, {recorded.Count} requests recorded");
        Assert.NotEmpty(answered);
        Assert.DoesNotContain(answered, request => recorded.GetValueOrDefault(request) != 1);
        Assert.Null((await store.VerifyAsync(TestContext.Current.CancellationToken)).Break);
    }
}
