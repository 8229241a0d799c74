using System.Net;
using CareExchange.Exchange.Jobs;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Jobs;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>The asynchronous request pattern: a promise, a status, an answer that only its requester fetches.</summary>
[Collection(SharedDistrict.Name)]
public sealed class AsyncTests(District district)
{
    private static readonly (string Name, string Value) Later = ("Prefer", "respond-async");

    [Fact]
    public async Task A_search_is_answered_later_to_its_requester_only_until_it_is_thrown_away()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var other = await Machine.RegisterAsync(district, "seodaemun");
        var code = Guid.NewGuid().ToString("N");
        var id = (await machine.PostAsync("Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"{{{code}}}"}]}}""")).Is(HttpStatusCode.Created).Text("id");

        var promised = (await machine.GetAsync($"Observation?code={code}", Later)).Is(HttpStatusCode.Accepted);
        Assert.Equal("respond-async", Assert.Single(promised.Response.Headers.GetValues("Preference-Applied")));
        var status = StatusOf(promised);
        var entry = (await AnswerAsync(machine, status)).Json.GetProperty("entry")[0];

        Assert.StartsWith("200", entry.GetProperty("response").GetProperty("status").GetString());
        Assert.Equal(id, entry.GetProperty("resource").GetProperty("entry")[0].GetProperty("resource").GetProperty("id").GetString());
        (await other.SendAsync(HttpMethod.Get, status)).Refused(HttpStatusCode.NotFound, "address-unknown");
        (await other.SendAsync(HttpMethod.Delete, status)).Refused(HttpStatusCode.NotFound, "address-unknown");
        (await machine.SendAsync(HttpMethod.Delete, status)).Is(HttpStatusCode.Accepted);
        (await machine.SendAsync(HttpMethod.Get, status)).Refused(HttpStatusCode.NotFound, "address-unknown");
    }

    [Fact]
    public async Task A_batch_and_a_refusal_are_answered_as_they_would_have_been_at_once()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        const string Batch = """
            {"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Observation","status":"final","code":{"text":"later"}},"request":{"method":"POST","url":"Observation"}}]}
            """;

        var batch = (await AnswerAsync(machine, StatusOf((await machine.PostAsync("", Batch, Later)).Is(HttpStatusCode.Accepted)))).Json.GetProperty("entry")[0];
        var refused = (await AnswerAsync(machine, StatusOf((await machine.GetAsync("Observation?unheard-of=1", Later)).Is(HttpStatusCode.Accepted)))).Json.GetProperty("entry")[0];

        Assert.StartsWith("201", batch.GetProperty("resource").GetProperty("entry")[0].GetProperty("response").GetProperty("status").GetString());
        Assert.StartsWith("400", refused.GetProperty("response").GetProperty("status").GetString());
        Assert.Equal("OperationOutcome", refused.GetProperty("response").GetProperty("outcome").GetProperty("resourceType").GetString());
    }

    [Fact]
    public async Task A_scope_that_is_missing_is_missing_later_as_well()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun", "system/Patient.r");

        var entry = (await AnswerAsync(machine, StatusOf((await machine.GetAsync("Observation?status=final", Later)).Is(HttpStatusCode.Accepted)))).Json.GetProperty("entry")[0];

        Assert.StartsWith("403", entry.GetProperty("response").GetProperty("status").GetString());
        Assert.False(entry.TryGetProperty("resource", out _));
    }

    [Fact]
    public async Task Who_has_too_many_waiting_is_told_to_come_again()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var other = await Machine.RegisterAsync(district, "seodaemun");
        var first = StatusOf((await machine.GetAsync("Observation?code=x", Later)).Is(HttpStatusCode.Accepted)).Split('/')[^1];
        var (jobs, queue) = (district.Room<JobStore>(), district.Room<JobQueue>());
        var owner = (await jobs.ListAsync("request", 1000, TestContext.Current.CancellationToken)).Single(job => job.Id == first).Owner;
        var tomorrow = district.Clock.GetUtcNow().AddDays(1);
        string[] waiting = [.. Enumerable.Range(0, 100).Select(number => $"{first}-{number}")];
        foreach (var id in waiting) Assert.True(await queue.BeginAsync(new NewJob(id, "request", owner, default) { NotBefore = tomorrow }, TestContext.Current.CancellationToken));

        var refused = await machine.GetAsync("Observation?code=x", Later);

        refused.Refused(HttpStatusCode.TooManyRequests, "requests-waiting");
        Assert.NotNull(refused.Response.Headers.RetryAfter);
        (await other.GetAsync("Observation?code=x", Later)).Is(HttpStatusCode.Accepted);
        foreach (var id in waiting) Assert.True(await queue.CancelAsync(id, owner, TestContext.Current.CancellationToken));
        (await machine.GetAsync("Observation?code=x", Later)).Is(HttpStatusCode.Accepted);
    }

    private static string StatusOf(Answer promised) => new Uri(promised.Response.Content.Headers.ContentLocation!.OriginalString).AbsolutePath.TrimStart('/');

    private static async Task<Answer> AnswerAsync(Machine machine, string status)
    {
        while (true)
        {
            var answer = await machine.SendAsync(HttpMethod.Get, status);
            if (answer.Status != HttpStatusCode.Accepted) return answer.Is(HttpStatusCode.OK);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
