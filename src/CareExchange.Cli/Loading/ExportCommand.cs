using System.CommandLine;
using System.Text.Json;
using CareExchange.Cli.Serve;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Loading;

/// <summary><c>careexchange export</c>: what an organisation may have of a gateway's database, as NDJSON files in a folder.</summary>
internal static class ExportCommand
{
    private const int NotExported = 3;

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Where the files and manifest.json go. Killed, the same command goes on there." };
        var database = new Option<string>("--database") { Description = "The data folder of a SQLite database, or a PostgreSQL connection string; 'data' when nothing is said." };
        var keys = new Option<FileInfo>("--keys") { Description = "The key file; keys.json in the data folder when nothing is said." };
        var config = new Option<FileInfo>("--config") { Description = "The options file of 'serve': its database, keys and packages are used." };
        var organization = new Option<string>("--organization") { Description = "Id of the Organization it is for: it gets what it contributed and what consents give it. That of the first client in --config, else 'careexchange'." };
        var patients = new Option<bool>("--patients") { Description = "Only what is about persons (Patient/$export)." };
        var group = new Option<string>("--group") { Description = "Only what is about the members of this Group (Group/[id]/$export)." };
        var lenient = new Option<bool>("--lenient") { Description = "Pass over parameters that are not understood." };
        string[] names = ["_type", "_since", "_until", "_typeFilter", "_elements", "patient"];
        Option<string[]>[] parameters = [.. names.Select(name => new Option<string[]>("--" + name.TrimStart('_')) { Description = $"The parameter {name} of $export; may be repeated." })];
        var command = new Command("export", "Export in bulk, as $export does. Exit codes: 0 exported, 2 usage, 3 not exported.") { folder, database, keys, config, organization, patients, group, lenient };
        foreach (var parameter in parameters) command.Options.Add(parameter);
        command.SetAction(async (parse, cancellationToken) =>
        {
            try
            {
                var served = await ServeOptions.ReadAsync(parse.GetValue(config), cancellationToken);
                var options = DatabaseArgument.Apply(served.Gateway, parse.GetValue(database), parse.GetValue(keys));
                var whose = parse.GetValue(organization) ?? (served.Clients is [var first, ..] ? first.OrganizationId : "careexchange");
                KeyValuePair<string, string>[] asked = [.. names.Zip(parameters).SelectMany(pair => (parse.GetValue(pair.Second) ?? []).Select(value => KeyValuePair.Create(pair.First, value)))];
                var order = new ExportOrder(parse.GetRequiredValue(folder), whose, asked)
                {
                    IsOfPatients = parse.GetValue(patients),
                    Group = parse.GetValue(group),
                    IsLenient = parse.GetValue(lenient),
                };
                return await RunAsync(options, order, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("Stopped; the same command goes on from here. / 중단되었습니다. 같은 명령으로 이어집니다.");
                return NotExported;
            }
            catch (Exception problem) when (problem is InvalidDataException or JsonException or IOException or ArgumentException or UnauthorizedAccessException or System.Data.Common.DbException)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return NotExported;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(GatewayOptions options, ExportOrder order, CancellationToken cancellationToken)
    {
        var done = await GatewayExport.RunAsync(options, order, Console.Error.WriteLine, TimeProvider.System, cancellationToken);
        if (done.Succeeded)
        {
            Console.WriteLine($"{done.Value.Resources} resources in {done.Value.Files} files / {done.Value.Files}개 파일에 자원 {done.Value.Resources}건");
            return 0;
        }

        foreach (var issue in done.Issues) await Console.Error.WriteLineAsync($"{issue.English} / {issue.Korean} {issue.Found}{(issue.Expected is { } expected ? $" ({expected})" : "")}");
        return NotExported;
    }
}
