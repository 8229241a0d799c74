using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CareExchange.Cli.Output;
using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Packages;

namespace CareExchange.Cli.Packages;

/// <summary><c>package inspect</c>: what a package or pack holds.</summary>
internal static class PackageInspect
{
    public static Command Create()
    {
        var package = new Argument<FileInfo>("package") { Description = "A FHIR package (.tgz) or a definition pack." };
        var command = new Command("inspect", "Print what a package holds, what it builds on, its size and how long it takes to read.") { package };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var file = parse.GetRequiredValue(package);
            if (!file.Exists) return IssueLines.Missing(file);
            var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            var clock = Stopwatch.StartNew();
            var outcome = PackageReader.Read(new(file.Name, bytes));
            var opened = clock.Elapsed;
            if (IssueLines.Print(outcome.Issues) != 0 || outcome.Value is not { } pack) return 1;
            var counts = Counts(pack);
            Console.WriteLine($"{pack.Name} {pack.Version}{(pack.FhirVersions.Count == 0 ? "" : $" (FHIR {string.Join(", ", pack.FhirVersions)})")}");
            foreach (var dependency in pack.Dependencies) Console.WriteLine($"  builds on {dependency.Name} {dependency.Version}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {bytes.Length,9:N0} bytes, opened in {opened.TotalMilliseconds:F0} ms, all of it read in {clock.Elapsed.TotalMilliseconds:F0} ms"));
            foreach (var (name, count) in counts) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,9:N0} {name}"));
            return 0;
        });
        return command;
    }

    private static (string Name, int Count)[] Counts(DefinitionPack pack) =>
    [
        ("types", pack.Types.Count(type => !type.IsConstraint)),
        ("profiles and extensions", pack.Types.Count(type => type.IsConstraint)),
        ("of them without a snapshot", pack.Types.Count(type => type.Snapshot.Count == 0)),
        ("elements", pack.Types.Sum(type => type.Snapshot.Count)),
        ("search parameters", pack.SearchParameters.Count),
        ("compartments", pack.Compartments.Count),
        ("operations", pack.Operations.Count),
        ("value sets", pack.ValueSets.Value.Count),
        ("code systems", pack.CodeSystems.Value.Count),
        ("codes", pack.CodeSystems.Value.Sum(codeSystem => codeSystem.Concepts.Count)),
        ("concept maps", pack.ConceptMaps.Value.Count),
    ];
}
