using System.CommandLine;
using System.Runtime;
using System.Text.Json;
using CareExchange.Cli.Serve;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Loading;

/// <summary><c>careexchange load</c>: files into a gateway's database, as fast as it takes them.</summary>
internal static class LoadCommand
{
    private const int SomeRefused = 1;
    private const int NotLoaded = 3;

    public static Command Create()
    {
        var paths = new Argument<string[]>("files") { Description = "NDJSON (.ndjson, .jsonl), JSON or XML files with resources or Bundles, each also packed as .gz, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var database = new Option<string>("--database") { Description = "The data folder of a SQLite database, or a PostgreSQL connection string; 'data' when nothing is said." };
        var keys = new Option<FileInfo>("--keys") { Description = "The key file; keys.json in the data folder when nothing is said." };
        var config = new Option<FileInfo>("--config") { Description = "The options file of 'serve': its database, keys and packages are used." };
        var organization = new Option<string>("--organization") { Description = "Id of the Organization whose contribution it is; that of the first client in --config, else 'careexchange'." };
        var errors = new Option<FileInfo>("--errors") { Description = "Where refused lines are told (NDJSON of OperationOutcomes).", DefaultValueFactory = _ => new FileInfo("load-errors.ndjson") };
        var command = new Command("load", "Load resources in bulk. Killed, the same command goes on where it stood. Exit codes: 0 all stored, 1 some refused, 2 usage, 3 not loaded.")
        {
            paths, database, keys, config, organization, errors,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            try
            {
                var served = await ServeOptions.ReadAsync(parse.GetValue(config), cancellationToken);
                var options = DatabaseArgument.Apply(served.Gateway, parse.GetValue(database), parse.GetValue(keys));
                var source = parse.GetValue(organization) ?? (served.Clients is [var first, ..] ? first.OrganizationId : "careexchange");
                var request = new LoadRequest(LoadFiles.Find(parse.GetRequiredValue(paths)), source, source) { Errors = parse.GetRequiredValue(errors) };
                return await RunAsync(options, request, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("Stopped; the same command goes on from here. / 중단되었습니다. 같은 명령으로 이어집니다.");
                return NotLoaded;
            }
            catch (Exception problem) when (problem is InvalidDataException or JsonException or IOException or ArgumentException or UnauthorizedAccessException or System.Data.Common.DbException)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return NotLoaded;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(GatewayOptions options, LoadRequest request, CancellationToken cancellationToken)
    {
        // Nobody waits for an answer: collecting beside the work takes more of two cores than stopping for it now and then.
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        var line = new ProgressLine(Console.Error, request.Files.Count, TimeProvider.System);
        var done = await GatewayLoad.RunAsync(options, request, line, TimeProvider.System, cancellationToken);
        line.End(done);
        if (done.Refused > 0) await Console.Error.WriteLineAsync($"{done.Refused} refused, see {request.Errors.FullName} / {done.Refused}건 거부됨");
        return done.Refused > 0 ? SomeRefused : 0;
    }
}
