using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CareExchange.Benchmarks.Core;
using CareExchange.Benchmarks.Http.Servers;
using CareExchange.Cli.Town;
using CareExchange.Server.Hosting;

namespace CareExchange.Benchmarks.Writes;

/// <summary><c>load</c>: what <c>careexchange load</c> makes of a folder, in this process and into an empty database: checked, stored, indexed, searchable.</summary>
internal static class LoadCommand
{
    public static Command Create()
    {
        var connection = new Option<string?>("--connection") { Description = "An Npgsql connection string, beside whose database one is made and removed; without it SQLite in a folder of its own." };
        var resources = new Option<int>("--resources") { Description = "How many invented resources are loaded.", DefaultValueFactory = _ => 100_000 };
        var folder = new Option<DirectoryInfo?>("--folder") { Description = "A folder of NDJSON or Bundles in place of the invented resources." };
        var persons = new Option<int>("--persons") { Description = "The resources of a simulated town of so many persons in place of the invented ones." };
        var rounds = new Option<int>("--rounds") { Description = "How often, each time into an empty database; the first round holds the compiler's work.", DefaultValueFactory = _ => 2 };
        var command = new Command("load", "Bulk load into an empty database, without HTTP.") { connection, resources, folder, persons, rounds };
        command.SetAction((parse, cancellationToken) => RunAsync(parse.GetValue(connection), parse.GetValue(folder), parse.GetValue(persons), parse.GetValue(resources), parse.GetValue(rounds), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? connection, DirectoryInfo? given, int persons, int resources, int rounds, CancellationToken cancellationToken)
    {
        var work = Directory.CreateTempSubdirectory("careexchange-load-");
        var source = given ?? work.CreateSubdirectory("source");
        if (given is null && persons > 0)
        {
            await TownCommand.WriteAsync(source.FullName, persons, 1, cancellationToken);
            source = new DirectoryInfo(Path.Combine(source.FullName, "fhir"));
        }
        else if (given is null)
        {
            await SyntheticResources.WriteAsync(source, resources);
        }

        FileInfo[] files = [.. source.EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)];
        Console.WriteLine("| round | resources | refused | resources/s | seconds | processor µs each | bytes allocated each | collecting, % of the time | most memory, MB |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (var round = 1; round <= rounds; round++)
        {
            var data = work.CreateSubdirectory($"data-{round}");
            var database = $"careexchange_load_{Environment.ProcessId}_{round}";
            var options = new GatewayOptions { DataFolder = data.FullName, PostgresConnection = connection is null ? null : (await BenchDatabases.OpenAsync(connection, database)).Connection };
            var request = new LoadRequest(files, "bench", "bench") { Errors = new FileInfo(Path.Combine(data.FullName, "errors.ndjson")) };
            var (allocated, processor, pause, watch) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration(), Stopwatch.StartNew());
            var done = await GatewayLoad.RunAsync(options, request, null, TimeProvider.System, cancellationToken);
            var seconds = watch.Elapsed.TotalSeconds;
            using var self = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {round} | {done.Total:N0} | {done.Refused:N0} | {done.Total / seconds:N0} | {seconds:N1} | {(Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / done.Total:N1} | {(GC.GetTotalAllocatedBytes() - allocated) / done.Total:N0} | {100 * (GC.GetTotalPauseDuration() - pause).TotalSeconds / seconds:N1} | {self.PeakWorkingSet64 >> 20:N0} |"));
            data.Delete(recursive: true);
            if (connection is not null) await BenchDatabases.DropAsync(connection, database);
        }

        work.Delete(recursive: true);
        return 0;
    }
}
