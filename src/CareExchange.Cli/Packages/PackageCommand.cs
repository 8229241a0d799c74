using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Cli.Packages;

/// <summary><c>careexchange package compile|inspect</c>: FHIR packages to definition packs, and what is in one.</summary>
internal static class PackageCommand
{
    public static Command Create() => new("package", "Compile and inspect FHIR packages.") { Compile(), Inspect() };

    private static Command Compile()
    {
        var package = new Argument<FileInfo>("package") { Description = "The FHIR package, a .tgz file." };
        var output = new Option<FileInfo>("--output", "-o") { Description = "Where the pack is written.", Required = true };
        var command = new Command("compile", "Turn a FHIR package into a compact definition pack: facts only.") { package, output };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var bytes = await File.ReadAllBytesAsync(parse.GetRequiredValue(package).FullName, cancellationToken);
            var outcome = PackageCompiler.Compile(bytes);
            if (outcome.Value is not { } pack)
            {
                foreach (var issue in outcome.Issues) await Console.Error.WriteLineAsync(Line(issue));
                return 1;
            }

            var packed = PackFormat.Write(pack);
            await File.WriteAllBytesAsync(parse.GetRequiredValue(output).FullName, packed, cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pack.Name} {pack.Version}: {packed.Length:N0} bytes"));
            return 0;
        });
        return command;
    }

    private static Command Inspect()
    {
        var file = new Argument<FileInfo>("pack") { Description = "A definition pack." };
        var command = new Command("inspect", "Print what a definition pack holds, its size and how long it takes to load.") { file };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var bytes = await File.ReadAllBytesAsync(parse.GetRequiredValue(file).FullName, cancellationToken);
            var clock = Stopwatch.StartNew();
            var pack = PackFormat.Read(bytes);
            var schema = new Schema([pack]);
            _ = schema.FindRoot("Patient")?.Children;
            var loaded = clock.Elapsed;
            var rows = new (string Name, int Count)[]
            {
                ("types", pack.Types.Count(type => !type.IsConstraint)),
                ("profiles and extensions", pack.Types.Count(type => type.IsConstraint)),
                ("elements", pack.Types.Sum(type => type.Snapshot.Count)),
                ("search parameters", pack.SearchParameters.Count),
                ("compartments", pack.Compartments.Count),
                ("operations", pack.Operations.Count),
                ("value sets", pack.ValueSets.Value.Count),
                ("code systems", pack.CodeSystems.Value.Count),
                ("codes", pack.CodeSystems.Value.Sum(codeSystem => codeSystem.Concepts.Count)),
            };
            Console.WriteLine($"{pack.Name} {pack.Version}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {bytes.Length,9:N0} bytes, ready in {loaded.TotalMilliseconds:F0} ms, all of it read in {clock.Elapsed.TotalMilliseconds:F0} ms"));
            foreach (var (name, count) in rows) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,9:N0} {name}"));
            return 0;
        });
        return command;
    }

    private static string Line(Issue issue) => $"{issue.Rule}: {issue.English} {issue.Found}";
}
