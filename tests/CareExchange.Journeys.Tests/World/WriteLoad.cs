using System.Collections.Concurrent;
using System.Net;
using CareExchange.Storage.Audit;

namespace CareExchange.Journeys.Tests.World;

/// <summary>Clients that write without a pause, single resources and pairs in one transaction, and remember what was acknowledged. Whatever is neither done nor told to come again fails.</summary>
public sealed class WriteLoad
{
    private readonly ConcurrentBag<string> _single = [];
    private readonly ConcurrentBag<string> _pairs = [];
    private readonly ConcurrentBag<string> _tried = [];
    private int _unavailable;
    private int _read;

    /// <summary>Writes that were acknowledged.</summary>
    public int Acknowledged => _single.Count + _pairs.Count;

    /// <summary>Writes that were answered with 503.</summary>
    public int Unavailable => Volatile.Read(ref _unavailable);

    /// <summary>Reads and searches that found what was acknowledged.</summary>
    public int Read => Volatile.Read(ref _read);

    /// <summary>Begins to write over so many connections; each ends when the gateway is gone, or when it is told to.</summary>
    /// <param name="gateway">Where to.</param>
    /// <param name="token">Whose.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="stop">Ends them.</param>
    /// <param name="isOnlySingle">True for no pairs.</param>
    /// <param name="readsBack">True where each reads and searches what was acknowledged to it.</param>
    public Task[] Begin(GatewayProcess gateway, string token, int connections, CancellationToken stop, bool isOnlySingle = false, bool readsBack = false) =>
        [.. Enumerable.Range(0, connections).Select(number => Task.Run(() => WriteAsync(gateway, token, !isOnlySingle && number % 2 == 0, readsBack, stop)))];

    /// <summary>Returns when something holds, or as soon as a writer has ended.</summary>
    public static async Task UntilAsync(Func<bool> holds, Task[] writers)
    {
        while (!holds() && !writers.Any(writer => writer.IsCompleted)) await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    /// <summary>Everything acknowledged is there, every pair is there whole or not at all, and the audit trail is unbroken.</summary>
    public async Task VerifyAsync(GatewayProcess gateway)
    {
        var reader = await gateway.TokenAsync();
        foreach (var id in _single) (await gateway.SendAsync(reader, HttpMethod.Get, $"Observation/{id}")).Is(HttpStatusCode.OK);
        var acknowledged = _pairs.ToHashSet(StringComparer.Ordinal);
        foreach (var pair in _tried)
        {
            var found = (await gateway.SendAsync(reader, HttpMethod.Get, $"Observation?code={pair}&_summary=count")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32();
            Assert.True(found == 2 || (found == 0 && !acknowledged.Contains(pair)), $"{pair}: {found}");
        }

        await using var database = await gateway.OpenAsync();
        var verified = await new AuditStore(database).VerifyAsync(TestContext.Current.CancellationToken);
        Assert.Null(verified.BrokenAt);
        Assert.True(verified.Entries >= Acknowledged);
    }

    private async Task WriteAsync(GatewayProcess gateway, string token, bool isPair, bool readsBack, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var code = Guid.NewGuid().ToString("N");
                if (isPair) _tried.Add(code);
                var answer = isPair
                    ? await gateway.SendAsync(token, HttpMethod.Post, "", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{Entry(code)}},{{Entry(code)}}]}""")
                    : await gateway.SendAsync(token, HttpMethod.Post, "Observation", Observation(code));
                if (await IsAwayAsync(answer, stop)) continue;
                if (isPair) answer.Is(HttpStatusCode.OK);
                else answer.Is(HttpStatusCode.Created);
                if (isPair) _pairs.Add(code);
                else _single.Add(answer.Text("id")!);
                if (readsBack) await ReadBackAsync(gateway, token, code, isPair ? null : answer.Text("id"), stop);
            }
        }
        catch (HttpRequestException)
        {
            // The gateway was killed: what this connection waited for was never acknowledged.
        }
    }

    private async Task ReadBackAsync(GatewayProcess gateway, string token, string code, string? id, CancellationToken stop)
    {
        var found = await gateway.SendAsync(token, HttpMethod.Get, $"Observation?code={code}");
        if (!await IsAwayAsync(found, stop))
        {
            Assert.Equal(id is null ? 2 : 1, found.Is(HttpStatusCode.OK).Resources.Count);
            Interlocked.Increment(ref _read);
        }

        if (id is null) return;
        var read = await gateway.SendAsync(token, HttpMethod.Get, $"Observation/{id}");
        if (await IsAwayAsync(read, stop)) return;
        Assert.Equal(id, read.Is(HttpStatusCode.OK).Text("id"));
        Interlocked.Increment(ref _read);
    }

    // Waits a moment where the answer says so.
    private async Task<bool> IsAwayAsync(Answer answer, CancellationToken stop)
    {
        if (answer.Status != HttpStatusCode.ServiceUnavailable) return false;
        answer.Refused(HttpStatusCode.ServiceUnavailable, "database-unavailable");
        Assert.NotNull(answer.Response.Headers.RetryAfter);
        Interlocked.Increment(ref _unavailable);
        await Task.Delay(20, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    private static string Observation(string code) => $$$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"{{{code}}}"}]}}""";

    private static string Entry(string code) => $$$"""{"resource":{{{Observation(code)}}},"request":{"method":"POST","url":"Observation"}}""";
}
