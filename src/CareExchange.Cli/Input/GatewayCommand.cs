using System.CommandLine;
using System.Data.Common;
using System.Text.Json;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Input;

/// <summary>Commands that work on a gateway's database: where it lies is said alike for all, and what goes wrong ends as a sentence and exit code 1.</summary>
internal static class GatewayCommand
{
    private const string PostgresVariable = "CAREEXCHANGE_POSTGRES";

    /// <summary>The connection string of the environment; null where there is none, or an empty one.</summary>
    public static string? PostgresOfEnvironment => Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } connection ? connection : null;

    /// <summary>Adds <c>--data</c>, <c>--postgres</c> and <c>--keys</c> to a command and runs it with what they say.</summary>
    public static Command With(Command command, Func<ParseResult, GatewayOptions, CancellationToken, Task<int>> run)
    {
        var data = new Option<string>("--data") { Description = "Folder of the SQLite database and the key file.", DefaultValueFactory = _ => "data" };
        var postgres = new Option<string?>("--postgres") { Description = $"An Npgsql connection string; {PostgresVariable} counts as well." };
        var keys = new Option<string?>("--keys") { Description = "The key file, where it is not keys.json in the data folder." };
        command.Options.Add(data);
        command.Options.Add(postgres);
        command.Options.Add(keys);
        command.SetAction(async (parse, cancellationToken) =>
        {
            try
            {
                var options = new GatewayOptions
                {
                    DataFolder = parse.GetRequiredValue(data),
                    PostgresConnection = parse.GetValue(postgres) ?? PostgresOfEnvironment,
                    KeyFile = parse.GetValue(keys),
                };
                return await run(parse, options, cancellationToken);
            }
            catch (Exception problem) when (problem is InvalidDataException or JsonException or IOException or UnauthorizedAccessException or ArgumentException or DbException)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return 1;
            }
        });
        return command;
    }
}
