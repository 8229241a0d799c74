using System.CommandLine;
using System.Globalization;
using CareExchange.Cli.Output;
using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Packages;

namespace CareExchange.Cli.Packages;

/// <summary><c>package compile</c>: a FHIR package → a definition pack, facts only.</summary>
internal static class PackageCompile
{
    public static Command Create()
    {
        var package = new Argument<FileInfo>("package") { Description = "The FHIR package, a .tgz file." };
        var output = new Option<FileInfo>("--output", "-o") { Description = "Where the pack is written.", Required = true };
        var command = new Command("compile", "Turn a FHIR package into a compact definition pack: facts only, which load faster.") { package, output };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var file = parse.GetRequiredValue(package);
            if (!file.Exists) return IssueLines.Missing(file);
            var outcome = PackageReader.Read(new(file.Name, await File.ReadAllBytesAsync(file.FullName, cancellationToken)));
            if (IssueLines.Print(outcome.Issues) != 0 || outcome.Value is not { } pack) return 1;
            var packed = PackFormat.Write(pack);
            await File.WriteAllBytesAsync(parse.GetRequiredValue(output).FullName, packed, cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pack.Name} {pack.Version}: {packed.Length:N0} bytes"));
            return 0;
        });
        return command;
    }
}
