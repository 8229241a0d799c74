using System.CommandLine;
using CareExchange.Cli.Output;
using CareExchange.Fhir.Definitions;
using CareExchange.Server.Hosting;
using CareExchange.Validation.Packages;

namespace CareExchange.Cli.Packages;

/// <summary><c>package add</c>: checks a package and copies it into the folder that a gateway reads.</summary>
internal static class PackageAdd
{
    public static Command Create()
    {
        var package = new Argument<FileInfo>("package") { Description = "The FHIR package (.tgz) or definition pack." };
        var folder = PackageCommand.Folder();
        var command = new Command("add", "Check a package, alone and beside those that are there, and copy it into their folder.") { package, folder };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var file = parse.GetRequiredValue(package);
            var into = parse.GetRequiredValue(folder);
            if (!file.Exists) return IssueLines.Missing(file);
            var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            var outcome = PackageReader.Read(new(file.Name, bytes));
            if (IssueLines.Print(outcome.Issues) != 0 || outcome.Value is not { } pack) return 1;
            var loaded = PackageLoader.Load(
                Schema.R4, [new(file.Name, bytes), .. await PackageFolder.ReadAsync(into.FullName, cancellationToken)], [$"{pack.Name}@{pack.Version}"]);
            if (IssueLines.Print(loaded.Issues) != 0) return 1;

            // Named by what is in it: a file called package.tgz would soon be overwritten by the next one.
            into.Create();
            var target = Path.Combine(into.FullName, $"{SafeName(pack.Name)}-{SafeName(pack.Version)}{(PackFormat.Looks(bytes) ? ".pack" : ".tgz")}");
            await File.WriteAllBytesAsync(target, bytes, cancellationToken);
            Console.WriteLine($"{pack.Name} {pack.Version} → {target}");
            return 0;
        });
        return command;
    }

    // A package says its own name; it must not lead out of the folder.
    private static string SafeName(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' ? character : '_')).TrimStart('.');
}
