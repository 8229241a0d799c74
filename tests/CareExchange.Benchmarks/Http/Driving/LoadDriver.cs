using System.Diagnostics;
using System.Net;

namespace CareExchange.Benchmarks.Http.Driving;

/// <summary>Sends prebuilt requests over so many connections for so long.</summary>
internal static class LoadDriver
{
    private static readonly long s_millisecond = Stopwatch.Frequency / 1000;

    /// <summary>Closed loop: every connection asks again as soon as it was answered.</summary>
    public static Task<Measured> ClosedAsync(
        IPEndPoint server, IReadOnlyList<ReadOnlyMemory<byte>> requests, int connections, double seconds, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? renew = null)
    {
        var until = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        return RunAsync(server, connections, async (connection, number, latencies) =>
        {
            var failures = 0L;
            for (var at = Start(requests.Count, number, connections); Stopwatch.GetTimestamp() < until; at = (at + 1) % requests.Count)
            {
                var request = renew is null ? requests[at] : renew(requests[at]);
                var begun = Stopwatch.GetTimestamp();
                var (status, _) = await connection.SendAsync(request);
                if (status is >= 200 and <= 299) latencies.Add(Stopwatch.GetTimestamp() - begun);
                else failures++;
            }

            return failures;
        });
    }

    /// <summary>Open loop: requests come at a fixed rate whether or not earlier ones are answered; who has to wait for a connection has waited for an answer.</summary>
    public static Task<Measured> OpenAsync(IPEndPoint server, IReadOnlyList<ReadOnlyMemory<byte>> requests, int connections, double perSecond, double seconds)
    {
        var start = Stopwatch.GetTimestamp();
        var until = start + (long)(seconds * Stopwatch.Frequency);
        var every = connections / perSecond * Stopwatch.Frequency;
        return RunAsync(server, connections, async (connection, number, latencies) =>
        {
            var failures = 0L;
            var at = Start(requests.Count, number, connections);
            for (var turn = 0; ; turn++, at = (at + 1) % requests.Count)
            {
                var due = start + (long)((turn + ((double)number / connections)) * every);
                if (due >= until) return failures;
                var now = Stopwatch.GetTimestamp();

                // A timer wakes a little late; that is ours, not the server's. Being busy with the answer before is the server's.
                if (now < due)
                {
                    while ((now = Stopwatch.GetTimestamp()) < due) await Task.Delay((int)Math.Max(1, (due - now) / s_millisecond));
                    due = now;
                }

                var (status, _) = await connection.SendAsync(requests[at]);
                if (status is >= 200 and <= 299) latencies.Add(Stopwatch.GetTimestamp() - due);
                else failures++;
            }
        });
    }

    /// <summary>Sends every request once over so many connections.</summary>
    public static async Task<Measured> OnceAsync(IPEndPoint server, IEnumerable<ReadOnlyMemory<byte>> requests, int connections, Action<int, string>? failed = null)
    {
        using var source = requests.GetEnumerator();
        return await RunAsync(server, connections, async (connection, _, latencies) =>
        {
            var failures = 0L;
            while (true)
            {
                ReadOnlyMemory<byte> request;
                lock (source)
                {
                    if (!source.MoveNext()) return failures;
                    request = source.Current;
                }

                var begun = Stopwatch.GetTimestamp();
                var (status, _) = await connection.SendAsync(request);
                latencies.Add(Stopwatch.GetTimestamp() - begun);
                if (status is >= 200 and <= 299) continue;
                failures++;
                failed?.Invoke(status, System.Text.Encoding.UTF8.GetString(connection.Body));
            }
        });
    }

    // Connections begin far from each other, so that they do not all ask for the same thing at the same time.
    private static int Start(int requests, int connection, int connections) => (int)((long)requests * connection / connections);

    private static async Task<Measured> RunAsync(IPEndPoint server, int connections, Func<HttpConnection, int, Latencies, Task<long>> work)
    {
        var clock = Stopwatch.StartNew();
        var results = await Task.WhenAll(Enumerable.Range(0, connections).Select(number => Task.Run(async () =>
        {
            using var connection = new HttpConnection(server);
            var latencies = new Latencies();
            return (Failures: await work(connection, number, latencies), Latencies: latencies);
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        var all = new Latencies();
        foreach (var result in results) all.Add(result.Latencies);
        return new(seconds, all, results.Sum(result => result.Failures));
    }
}
