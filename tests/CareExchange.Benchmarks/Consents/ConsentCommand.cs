using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CareExchange.Benchmarks.Http.Servers;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Resources;

namespace CareExchange.Benchmarks.Consents;

/// <summary><c>consent</c>: what a decision costs for each resource, and how much slower searches are for somebody whom many consents name, in process and over HTTP.</summary>
internal static class ConsentCommand
{
    private static readonly byte[] s_secret = Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef");

    public static Command Create()
    {
        var persons = new Option<int>("--persons") { Description = "Persons, each with a Patient, a Consent and two Observations.", DefaultValueFactory = _ => 100_000 };
        var rounds = new Option<int>("--rounds") { Description = "How often each question is asked in process; 0 to leave that out.", DefaultValueFactory = _ => 2000 };
        var seconds = new Option<double>("--seconds") { Description = "How long each of the five rounds of a loop over HTTP takes; 0 to leave HTTP out.", DefaultValueFactory = _ => 0.5 };
        var connections = new Option<int[]>("--connections") { Description = "The connections of the loops.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 8, 64] };
        var searches = new Option<string[]>("--searches") { Description = "Only these searches, by name.", AllowMultipleArgumentsPerToken = true };
        var keep = new Option<string?>("--keep") { Description = "A folder whose town is kept, and used again by the next run with as many persons." };
        var program = new Option<string?>("--gateway") { Description = "A folder of a published command that is measured as it is, in place of publishing the sources." };
        var set = new Option<string[]>("--set") { Description = "NAME=VALUE: variables of the gateway's process.", AllowMultipleArgumentsPerToken = true };
        var among = new Option<int?>("--among") { Description = "Of how many persons is asked, all of the town where nothing is said: so that towns of different sizes are asked equally often for the same." };
        var command = new Command("consent", "Cost of consent decisions.") { persons, rounds, seconds, connections, searches, keep, program, set, among };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(keep) is { } kept ? Path.GetFullPath(kept) : Directory.CreateTempSubdirectory("careexchange-consent-").FullName;
            try
            {
                string[] only = parsed.GetValue(searches) ?? [];
                var asked = Math.Clamp(parsed.GetValue(among) ?? int.MaxValue, 1, parsed.GetValue(persons));
                await InProcessAsync(folder, parsed.GetValue(persons), asked, parsed.GetValue(rounds), only, cancellationToken);
                if (parsed.GetValue(seconds) <= 0) return 0;
                var environment = (parsed.GetValue(set) ?? []).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "");
                var published = parsed.GetValue(program) is { } given ? new PublishedGateway(Path.GetFullPath(given), given) : await PublishedGateway.FindAsync();
                await using var gateway = await ConsentGateway.StartAsync(folder, published, environment);
                await new ConsentOverHttp(gateway, parsed.GetValue(persons), asked, parsed.GetValue(seconds)).RunAsync(only, parsed.GetValue(connections)!);
                return 0;
            }
            finally
            {
                if (parsed.GetValue(keep) is null) Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static async Task InProcessAsync(string folder, int persons, int among, int rounds, IReadOnlyList<string> only, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "keys.json"), $$"""{"keys":[{"id":"bench","secret":"{{Convert.ToBase64String(s_secret)}}"}]}""", cancellationToken);

        // Answers that are kept would hide what is measured.
        var options = new StorageOptions { DataFolder = folder, Durable = false, SyncLooks = false, HotMegabytes = 0, Keys = [new StorageKey("bench", s_secret)] };
        await using var database = await StorageDatabase.OpenAsync(options, TimeProvider.System, cancellationToken);
        var mark = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"town-{persons}"));
        if (!File.Exists(mark))
        {
            var start = Stopwatch.GetTimestamp();
            await new ReindexStore(database).PlanAsync(cancellationToken);
            await ConsentTown.FillAsync(new ResourceStore(database), persons, cancellationToken);
            await File.WriteAllTextAsync(mark, "", cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{persons:N0} persons, {persons * 4:N0} resources, put in {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s; {ServerProcess.Machine()}."));
            Console.WriteLine();
        }

        if (rounds > 0) await new ConsentInProcess(database, persons, among, rounds).RunAsync(only, cancellationToken);
    }
}
