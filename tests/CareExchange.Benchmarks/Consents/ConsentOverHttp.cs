using System.Globalization;
using System.Text;
using CareExchange.Benchmarks.Http;
using CareExchange.Benchmarks.Http.Driving;

namespace CareExchange.Benchmarks.Consents;

/// <summary>The same searches over HTTP by whoever sees everything by law and by whoever sees by consents, in rounds that alternate; the ratio is the figure.</summary>
internal sealed class ConsentOverHttp(ConsentGateway gateway, int persons, int among, double seconds)
{
    private const int Rounds = 5;

    public async Task RunAsync(IReadOnlyList<string> only, IReadOnlyList<int> connections)
    {
        await FirstAsync();
        Console.WriteLine();
        Console.WriteLine("| search over HTTP | connections | everything open, p50 ms | by consents, p50 ms | more by | µs of processor each | | more by |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var searches in ConsentSearches.All(persons, among).Where(one => only.Count == 0 || only.Contains(one.Name)))
        {
            var (office, clinic) = (await RequestsAsync(searches, ConsentTown.Office), await RequestsAsync(searches, ConsentTown.Clinic));
            foreach (var requests in (IReadOnlyList<ReadOnlyMemory<byte>>[])[office, clinic])
            {
                await CheckAsync(searches.Name, requests[0]);
                await LoadDriver.ClosedAsync(gateway.Process.Address, requests, 8, seconds);
            }

            foreach (var number in connections)
            {
                var (open, decided) = (new List<Measured>(), new List<Measured>());
                for (var round = 0; round < Rounds; round++)
                {
                    // A part of the questions for each round: no round asks what the one before did.
                    var part = office.Count / Rounds;
                    open.Add(await AskAsync([.. office.Skip(round * part).Take(part)], number));
                    decided.Add(await AskAsync([.. clinic.Skip(round * part).Take(part)], number));
                }

                var (first, second) = (Median(open, one => one.Latencies.Milliseconds(0.5)), Median(decided, one => one.Latencies.Milliseconds(0.5)));
                var (own, other) = (Median(open, one => one.ProcessorEach), Median(decided, one => one.ProcessorEach));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {searches.Name} | {number} | {first:F3} | {second:F3} | {(second / first - 1) * 100:N0} % | {own:N0} | {other:N0} | {(other / own - 1) * 100:N0} % |"));
            }
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Working set of the gateway afterwards: {gateway.Process.Megabytes:N0} MB."));
    }

    private async Task FirstAsync()
    {
        var searches = ConsentSearches.All(persons, among).First(one => one.Name == "_has");
        foreach (var (name, client) in ((string, string)[])[("of the process, everything open", ConsentTown.Office), ("by consents", ConsentTown.Clinic), ("by consents, the second", ConsentTown.Clinic)])
        {
            var request = (await RequestsAsync(searches, client))[0];
            using var connection = new HttpConnection(gateway.Process.Address);
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            await connection.SendAsync(request);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"First search {name}: {System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds:N1} ms"));
        }
    }

    private async Task CheckAsync(string name, ReadOnlyMemory<byte> request)
    {
        using var connection = new HttpConnection(gateway.Process.Address);
        var (status, length) = await connection.SendAsync(request);
        if (status != 200 || connection.Body.IndexOf("\"mode\":\"match\""u8) < 0) throw new InvalidOperationException($"'{name}': {status}, {length} bytes: {Encoding.UTF8.GetString(connection.Body[..Math.Min(600, length)])}");
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> RequestsAsync(ConsentSearches searches, string client)
    {
        var token = await gateway.TokenAsync(client);
        return [.. searches.Queries.Select(query => HttpRequests.Get($"{searches.Type}?{query.Replace("|", "%7C", StringComparison.Ordinal)}", token))];
    }

    private async Task<Measured> AskAsync(IReadOnlyList<ReadOnlyMemory<byte>> requests, int connections)
    {
        var before = gateway.Process.Processor;
        var measured = await LoadDriver.ClosedAsync(gateway.Process.Address, requests, connections, seconds);
        if (measured.Failures > 0) throw new InvalidOperationException($"{measured.Failures} searches failed.");
        return measured with { Processor = gateway.Process.Processor - before };
    }

    private static double Median(IEnumerable<Measured> measured, Func<Measured, double> of) => measured.Select(of).Order().ElementAt(Rounds / 2);
}
