using System.CommandLine;
using System.Text.Json;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Serve;

/// <summary><c>careexchange serve</c>: the gateway as an operator runs it.</summary>
internal static class ServeCommand
{
    private const string PasswordVariable = "CAREEXCHANGE_PASSWORD_";

    public static Command Create()
    {
        var config = new Argument<FileInfo>("config") { Description = "The options, a JSON file." };
        var command = new Command("serve", "Run the gateway with the options of a file until it is stopped.") { config };
        command.SetAction(async (parse, cancellationToken) =>
        {
            try
            {
                await RunAsync(parse.GetRequiredValue(config), cancellationToken);
                return 0;
            }
            catch (Exception problem) when (problem is InvalidDataException or JsonException or IOException or ArgumentException)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return 1;
            }
        });
        return command;
    }

    private static async Task RunAsync(FileInfo config, CancellationToken cancellationToken)
    {
        var options = await ServeOptions.ReadAsync(config, cancellationToken);
        StaffOptions[] staff = [.. options.Staff.Select(member => member with { Password = Environment.GetEnvironmentVariable(PasswordVariable + member.Name) ?? member.Password })];
        await using var gateway = await Gateway.StartAsync(options.Gateway, staff, options.Clients, "serve", TimeProvider.System, cancellationToken);
        Console.WriteLine(gateway.Address);
        await gateway.WaitForShutdownAsync(cancellationToken);
    }
}
