using System.Diagnostics;
using System.Globalization;
using System.Text;
using CareExchange.Benchmarks.Http.Data;
using CareExchange.Benchmarks.Http.Driving;
using CareExchange.Benchmarks.Http.Servers;

namespace CareExchange.Benchmarks.Http;

/// <summary>Floor and gateway side by side over the same town, asked the same questions in turn.</summary>
internal sealed class HttpRun(HttpOptions options, Town town, ServerProcess floor, GatewayServer gateway)
{
    private const int Rounds = 3;
    private const double BetweenLoopsSeconds = 0.5;
    private const double LongestRound = 60;
    private double _largest;

    /// <summary>Asks every question.</summary>
    public async IAsyncEnumerable<HttpResult> AskAsync()
    {
        foreach (var asked in HttpQuestion.All(town, options.Among).Where(question => options.Asks(question.Name)))
        {
            var question = options.Connections.Count == 0 ? asked : asked with { Connections = options.Connections, IsOpen = false };
            if (await WrongAsync(question) is { } wrong)
            {
                await Console.Error.WriteLineAsync($"'{question.Name}' is not answered: {wrong}");
                yield return new(question.Name, Failures: 1);
            }
            else yield return await AskAsync(question);
        }
    }

    /// <summary>How large the gateway became while it was asked.</summary>
    public HttpResult Memory() => new("memory") { Megabytes = Math.Max(_largest, gateway.Process.Megabytes), FloorMegabytes = floor.Megabytes };

    /// <summary>From the start of the gateway's process over the loaded database to the first resource that it validated for a signed-in client.</summary>
    public async Task<HttpResult> StartAsync()
    {
        var clock = Stopwatch.StartNew();
        await gateway.StartAsync();
        var token = await gateway.TokenAsync();
        var patient = town.Record(0).First();
        var answer = await LoadDriver.OnceAsync(gateway.Process.Address, [HttpRequests.Post("Patient/$validate", patient.Json, token)], 1);
        return new("start", Failures: answer.Failures) { Milliseconds = clock.Elapsed.TotalMilliseconds, ProcessorMilliseconds = gateway.Process.Processor.TotalMilliseconds };
    }

    private async Task<HttpResult> AskAsync(HttpQuestion question)
    {
        var floorRequests = question.Floor?.Invoke();
        await WarmUpAsync(question, floorRequests);
        var loops = new List<HttpLoop>();
        var failures = 0L;
        foreach (var connections in question.Connections)
        {
            var (own, bare) = await TurnsAsync(question, floorRequests, (address, requests, seconds) =>
                LoadDriver.ClosedAsync(address, requests, connections, seconds, requests == floorRequests ? null : question.Renew));
            failures += own.Failures + (bare?.Failures ?? 0);
            loops.Add(HttpLoop.Of("closed", connections, own, bare, question.Units));
        }

        var widest = loops[^1];
        var times = widest;
        if (question.IsOpen)
        {
            // Half of what the slower one can do: both have room, so that the tail is theirs and not a queue's.
            var rate = Math.Min(widest.PerSecond, widest.FloorPerSecond ?? double.MaxValue) / 2;
            var (own, bare) = await TurnsAsync(question, floorRequests, (address, requests, seconds) => LoadDriver.OpenAsync(address, requests, widest.Connections, rate, seconds));
            failures += own.Failures + (bare?.Failures ?? 0);
            loops.Add(times = HttpLoop.Of("open", widest.Connections, own, bare, question.Units));
        }

        return new(
            question.Name,
            widest.PerSecond,
            widest.FloorPerSecond,
            widest.PerSecond / widest.FloorPerSecond,
            times.P50,
            times.P99,
            times.FloorP50,
            times.FloorP99,
            times.P99 / times.FloorP99,
            failures,
            loops);
    }

    // A question that is answered wrongly is answered fast.
    private async Task<string?> WrongAsync(HttpQuestion question)
    {
        using var connection = new HttpConnection(gateway.Process.Address);
        var request = question.Requests(await gateway.TokenAsync())[0];
        var (status, length) = await connection.SendAsync(question.Renew?.Invoke(request) ?? request);
        var answers = connection.Body.IndexOf("\"resourceType\""u8) >= 0
            && (!question.Name.StartsWith("search", StringComparison.Ordinal) || connection.Body.IndexOf("\"mode\":\"match\""u8) >= 0);
        return status is >= 200 and <= 299 && answers ? null : string.Create(CultureInfo.InvariantCulture, $"{status}, {length} bytes: {Encoding.UTF8.GetString(connection.Body[..Math.Min(600, length)])}");
    }

    // What a process compiles while it is asked for the first time is no part of an answer, here or there.
    private async Task WarmUpAsync(HttpQuestion question, IReadOnlyList<ReadOnlyMemory<byte>>? floorRequests)
    {
        var connections = question.Connections[^1];
        if (floorRequests is not null) await LoadDriver.ClosedAsync(floor.Address, floorRequests, connections, options.WarmUp);
        await LoadDriver.ClosedAsync(gateway.Process.Address, question.Requests(await gateway.TokenAsync()), connections, options.WarmUp, question.Renew);
    }

    // In turn and in rounds: whatever else the machine does meanwhile, it does to both.
    private async Task<(Measured Own, Measured? Floor)> TurnsAsync(
        HttpQuestion question, IReadOnlyList<ReadOnlyMemory<byte>>? floorRequests, Func<System.Net.IPEndPoint, IReadOnlyList<ReadOnlyMemory<byte>>, double, Task<Measured>> loop)
    {
        Measured? own = null;
        Measured? bare = null;
        async Task<Measured> MeasureAsync(ServerProcess server, IReadOnlyList<ReadOnlyMemory<byte>> requests, double seconds)
        {
            var before = server.Processor;
            var measured = await loop(server.Address, requests, seconds);
            return measured with { Processor = server.Processor - before };
        }

        if (floorRequests is not null) await loop(floor.Address, floorRequests, BetweenLoopsSeconds);
        await loop(gateway.Process.Address, question.Requests(await gateway.TokenAsync()), BetweenLoopsSeconds);
        for (var round = 0; round < Rounds; round++)
        {
            var seconds = Math.Min(LongestRound, options.Seconds / Rounds);
            if (floorRequests is not null)
            {
                var measured = await MeasureAsync(floor, floorRequests, seconds);
                bare = bare is null ? measured : bare + measured;
            }

            var answered = await MeasureAsync(gateway.Process, question.Requests(await gateway.TokenAsync()), seconds);
            own = own is null ? answered : own + answered;
            _largest = Math.Max(_largest, gateway.Process.Megabytes);
        }

        return (own!, bare);
    }
}
