using System.CommandLine;
using System.Globalization;
using CareExchange.Benchmarks.Http.Data;
using CareExchange.Benchmarks.Http.Servers;

namespace CareExchange.Benchmarks.Http;

/// <summary><c>http</c>: what the gateway does over HTTP beside a bare server over the same database.</summary>
internal static class HttpCommand
{
    /// <summary>The question of bulk loading.</summary>
    public const string Load = "load";

    /// <summary>Loading the town that the other questions are asked of.</summary>
    public const string Fill = "fill";

    private const int ResourcesOfALoad = 100_000;

    public static Command Create()
    {
        var database = new Option<string>("--database") { Description = "sqlite or postgres.", DefaultValueFactory = _ => "sqlite" };
        database.AcceptOnlyFromAmong("sqlite", "postgres");
        var connection = new Option<string?>("--connection") { Description = "With postgres: an Npgsql connection string of a server where two databases may be made." };
        var seconds = new Option<double>("--seconds") { Description = "How long each loop of a question runs against each server.", DefaultValueFactory = _ => 3 };
        var patients = new Option<int>("--patients") { Description = "Persons of the town.", DefaultValueFactory = _ => 200 };
        var resources = new Option<int>("--resources") { Description = "Resources of each person, 5 to 26.", DefaultValueFactory = _ => Town.MostResources };
        var questions = new Option<string[]>("--questions") { Description = "Only questions whose names begin so.", AllowMultipleArgumentsPerToken = true };
        var keep = new Option<string?>("--keep") { Description = "A folder (and with postgres two databases) whose data is kept, and used again by the next run with the same town." };
        var warmUp = new Option<double>("--warm-up") { Description = "How many seconds each question is asked of each server before it is measured.", DefaultValueFactory = _ => 4 };
        var program = new Option<string?>("--gateway") { Description = "A folder of a published command that is measured as it is, in place of publishing the sources." };
        var connections = new Option<int[]>("--connections") { Description = "Closed loops of so many connections only, in place of each question's own loops.", AllowMultipleArgumentsPerToken = true };
        var set = new Option<string[]>("--set") { Description = "NAME=VALUE: variables of the gateway's process, for comparing settings of the runtime.", AllowMultipleArgumentsPerToken = true };
        var among = new Option<int?>("--among") { Description = "Of how many persons is asked, all of the town where nothing is said: so that towns of different sizes are asked equally often for the same." };
        var json = new Option<FileInfo?>("--json") { Description = "Where the answers are written as JSON." };
        var command = new Command("http", "Read, create, transaction, load and search over HTTP, beside a bare Kestrel over the same database.") { database, connection, seconds, patients, resources, questions, keep, warmUp, program, connections, set, among, json };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var options = new HttpOptions(
                parse.GetRequiredValue(database),
                parse.GetValue(connection),
                Math.Clamp(parse.GetValue(seconds), 0.3, 600),
                Math.Clamp(parse.GetValue(patients), 1, 10_000_000),
                Math.Clamp(parse.GetValue(resources), 5, Town.MostResources),
                parse.GetValue(questions) ?? [],
                parse.GetValue(keep),
                Math.Clamp(parse.GetValue(warmUp), 0, 60))
            {
                Among = Math.Clamp(parse.GetValue(among) ?? int.MaxValue, 1, Math.Clamp(parse.GetValue(patients), 1, 10_000_000)),
                Gateway = parse.GetValue(program),
                Connections = [.. (parse.GetValue(connections) ?? []).Select(count => Math.Clamp(count, 1, 1024))],
                Environment = (parse.GetValue(set) ?? []).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? ""),
            };
            if (options.Database == "postgres" && options.Connection is null)
            {
                await Console.Error.WriteLineAsync("--database postgres needs --connection.");
                return 2;
            }

            var results = await RunAsync(options);
            if (parse.GetValue(json) is { } file) await HttpReport.WriteAsync(file, results, cancellationToken);
            return results.Any(result => result.Failures > 0) ? 1 : 0;
        });
        return command;
    }

    private static async Task<IReadOnlyList<HttpResult>> RunAsync(HttpOptions options)
    {
        var program = options.Gateway is { } published ? new(Path.GetFullPath(published), $"gateway of {published}") : await PublishedGateway.FindAsync();
        var town = new Town(options.Patients, options.Resources);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{options.Database}, {town.Patients:N0} patients, {town.Count:N0} resources, asked of {options.Among:N0}, {options.Seconds:N1} s a loop after {options.WarmUp:N1} s of warming up each server for each question; {program.Description}; {ServerProcess.Machine()}; driver on the same machine."));
        Console.WriteLine();
        HttpReport.Begin();
        var results = new List<HttpResult>();
        if (options.Asks(Load)) Add(await LoadAsync(options, program));

        var folder = options.Keep ?? Temporary();
        var name = string.Create(CultureInfo.InvariantCulture, $"careexchange_http_{(options.Keep is null ? Environment.ProcessId : options.Patients)}");
        await using var servers = await ServerPair.OpenAsync(options, program, Path.GetFullPath(folder), name, options.Keep is not null);
        var mark = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"loaded-{options.Database}-{town.Patients}-{town.EachHas}"));
        if (!File.Exists(mark))
        {
            Add(await servers.LoadAsync(Fill, town));
            if (results[^1].Failures == 0) await File.WriteAllTextAsync(mark, "");
        }

        await servers.Gateway.StartAsync();
        var run = new HttpRun(options, town, servers.Floor, servers.Gateway);
        await foreach (var result in run.AskAsync()) Add(result);
        Add(run.Memory());
        if (options.Asks("start")) Add(await run.StartAsync());
        return results;

        void Add(HttpResult result)
        {
            results.Add(result);
            HttpReport.Print(result);
        }
    }

    // Into databases of their own, because a bulk load is what an empty one begins with, and always as much, because a process begins slowly.
    private static async Task<HttpResult> LoadAsync(HttpOptions options, PublishedGateway program)
    {
        await using var servers = await ServerPair.OpenAsync(options, program, Temporary(), string.Create(CultureInfo.InvariantCulture, $"careexchange_load_{Environment.ProcessId}"), isKept: false);
        return await servers.LoadAsync(Load, new(ResourcesOfALoad / Town.MostResources, Town.MostResources));
    }

    private static string Temporary() => Path.Combine(Path.GetTempPath(), $"careexchange-http-{Guid.NewGuid():N}");
}
