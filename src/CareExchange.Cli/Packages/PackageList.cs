using System.CommandLine;
using CareExchange.Cli.Output;
using CareExchange.Fhir.Definitions;
using CareExchange.Server.Hosting;
using CareExchange.Validation.Packages;

namespace CareExchange.Cli.Packages;

/// <summary><c>package list</c>: what a gateway would load from a folder, in its order, and what is missing.</summary>
internal static class PackageList
{
    public static Command Create()
    {
        var folder = PackageCommand.Folder();
        var command = new Command("list", "List the packages of a folder in the order in which they are loaded, and say what is wrong or missing.") { folder };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var loaded = PackageLoader.Load(Schema.R4, await PackageFolder.ReadAsync(parse.GetRequiredValue(folder).FullName, cancellationToken));
            foreach (var pack in Schema.R4.Packs.Concat(loaded.Packages))
            {
                Console.WriteLine($"{pack.Name} {pack.Version}: {pack.Types.Count} definitions, {pack.ValueSets.Value.Count} value sets, {pack.CodeSystems.Value.Count} code systems");
            }

            return IssueLines.Print(loaded.Issues);
        });
        return command;
    }
}
