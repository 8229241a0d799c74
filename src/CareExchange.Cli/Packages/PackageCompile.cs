using System.CommandLine;
using System.Globalization;
using CareExchange.Cli.Output;
using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Packages;
using CareExchange.Validation.Snapshots;

namespace CareExchange.Cli.Packages;

/// <summary><c>package compile</c>: a FHIR package → a definition pack, facts only.</summary>
internal static class PackageCompile
{
    public static Command Create()
    {
        var package = new Argument<FileInfo>("package") { Description = "The FHIR package, a .tgz file." };
        var output = new Option<FileInfo>("--output", "-o") { Description = "Where the pack is written.", Required = true };
        var over = new Option<FileInfo[]>("--over") { Description = "A package it builds on, for definitions without a snapshot. May be repeated; later ones build on earlier ones." };
        var command = new Command("compile", "Turn a FHIR package into a compact definition pack: facts only, snapshots made where they are missing, which load faster.") { package, output, over };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var file = parse.GetRequiredValue(package);
            if (!file.Exists) return IssueLines.Missing(file);
            var outcome = PackageReader.Read(new(file.Name, await File.ReadAllBytesAsync(file.FullName, cancellationToken)));
            if (IssueLines.Print(outcome.Issues) != 0 || outcome.Value is not { } read || await BelowAsync(parse.GetValue(over) ?? [], cancellationToken) is not { } below) return 1;
            var (schema, issues) = SnapshotGenerator.Layer(below, read);
            if (IssueLines.Print(issues) != 0) return 1;
            var pack = schema.Packs[^1];
            var packed = PackFormat.Write(pack);
            await File.WriteAllBytesAsync(parse.GetRequiredValue(output).FullName, packed, cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pack.Name} {pack.Version}: {packed.Length:N0} bytes"));
            return 0;
        });
        return command;
    }

    // Base R4 and no more: what this build carries of the package itself must not get into its next pack.
    private static async Task<Schema?> BelowAsync(FileInfo[] packages, CancellationToken cancellationToken)
    {
        var schema = Schema.R4;
        foreach (var package in packages)
        {
            if (!package.Exists)
            {
                IssueLines.Missing(package);
                return null;
            }

            var outcome = PackageReader.Read(new(package.Name, await File.ReadAllBytesAsync(package.FullName, cancellationToken)));
            if (IssueLines.Print(outcome.Issues) != 0 || outcome.Value is not { } pack) return null;
            schema = SnapshotGenerator.Layer(schema, pack).Schema;
        }

        return schema;
    }
}
