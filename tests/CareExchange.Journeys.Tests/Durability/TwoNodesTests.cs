using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Durability;

/// <summary>Two gateway processes on one PostgreSQL are one gateway to whoever asks.</summary>
public sealed class TwoNodesTests
{
    [Fact]
    public async Task Nodes_share_tokens_conditions_and_jobs_and_one_goes_on_when_the_other_is_killed()
    {
        Assert.SkipUnless(ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres: true);
        await using var left = await world.StartAsync();
        await using var right = await world.StartAsync();

        // 1. Sixteen conditional creates at both nodes give one resource.
        var (leftToken, rightToken) = (await left.TokenAsync(), await right.TokenAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => (number % 2 == 0 ? left : right).SendAsync(
            number % 2 == 0 ? leftToken : rightToken,
            HttpMethod.Post,
            "Observation",
            """{"resourceType":"Observation","status":"final","identifier":[{"system":"urn:two","value":"1"}],"code":{"text":"once"}}""",
            ("If-None-Exist", "identifier=urn:two|1"))));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Created or HttpStatusCode.OK, answer.Status.ToString()));
        Assert.Equal(1, (await right.SendAsync(rightToken, HttpMethod.Get, "Observation?identifier=urn:two|1&_summary=count")).Json.GetProperty("total").GetInt32());

        // 2. What was promised at one node is answered by the other after the first was killed: its lease ends and the other takes the job.
        var promised = new List<string>();
        for (var number = 0; number < 20; number++)
        {
            var answer = (await left.SendAsync(leftToken, HttpMethod.Get, "Observation?identifier=urn:two|1", null, ("Prefer", "respond-async"))).Is(HttpStatusCode.Accepted);
            promised.Add(answer.Response.Content.Headers.ContentLocation!.Segments[^1]);
        }

        await left.KillAsync();
        foreach (var id in promised)
        {
            Answer answer;
            while ((answer = await right.SendAsync(rightToken, HttpMethod.Get, $"_async/{id}")).Status == HttpStatusCode.Accepted) await Task.Delay(50, TestContext.Current.CancellationToken);
            Assert.Equal("batch-response", answer.Is(HttpStatusCode.OK).Text("type"));
        }
    }

    [Fact]
    public async Task A_database_that_goes_and_comes_is_503_in_between_and_needs_no_restart()
    {
        Assert.SkipUnless(ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres: true);
        await using var gateway = await world.StartAsync();
        var token = await gateway.TokenAsync();
        const string Body = """{"resourceType":"Observation","status":"final","code":{"text":"x"}}""";
        var id = (await gateway.SendAsync(token, HttpMethod.Post, "Observation", Body)).Is(HttpStatusCode.Created).Text("id");

        await world.SetOpenAsync(isOpen: false);
        var refused = await gateway.SendAsync(token, HttpMethod.Post, "Observation", Body);
        refused.Refused(HttpStatusCode.ServiceUnavailable, "database-unavailable");
        Assert.NotNull(refused.Response.Headers.RetryAfter);
        (await gateway.SendAsync(token, HttpMethod.Get, $"{gateway.Address}/health/ready")).Is(HttpStatusCode.ServiceUnavailable);
        (await gateway.SendAsync(token, HttpMethod.Get, $"{gateway.Address}/health/live")).Is(HttpStatusCode.OK);

        await world.SetOpenAsync(isOpen: true);
        (await gateway.SendAsync(token, HttpMethod.Post, "Observation", Body)).Is(HttpStatusCode.Created);
        (await gateway.SendAsync(token, HttpMethod.Get, $"Observation/{id}")).Is(HttpStatusCode.OK);
        while ((await gateway.SendAsync(token, HttpMethod.Get, $"{gateway.Address}/health/ready")).Status != HttpStatusCode.OK) await Task.Delay(50, TestContext.Current.CancellationToken);
    }
}
