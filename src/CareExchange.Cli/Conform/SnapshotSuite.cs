using CareExchange.Fhir.Definitions;
using CareExchange.Validation.Snapshots;

namespace CareExchange.Cli.Conform;

/// <summary>Profiles of packages: the snapshot made from the differential is the one that was published.</summary>
internal sealed class SnapshotSuite : IConformanceSuite
{
    public string Kind => "snapshot";

    public string Description => "Packages (.tgz files, or one unpacked): each profile's snapshot, made anew, equals the published one in ids, cardinalities, types, bindings and constraints.";

    public IEnumerable<ConformanceResult> Run(DirectoryInfo folder)
    {
        var packs = Packs(folder).ToArray();
        if (packs.Length == 0) throw new InvalidDataException($"'{folder.FullName}' has no FHIR package.");
        var schema = packs.Aggregate(Schema.R4, (below, pack) => SnapshotGenerator.Layer(below, pack).Schema);
        foreach (var pack in packs)
        {
            foreach (var profile in pack.Types.Where(type => type.IsConstraint)) yield return Run(pack, profile, schema);
        }
    }

    private static ConformanceResult Run(DefinitionPack pack, TypeDefinition profile, Schema schema)
    {
        var name = $"{pack.Name} {profile.Url}";
        if (profile.Snapshot.Count == 0) return new(name, Verdict.Skipped, "published without a snapshot");
        if (profile.Differential.Count == 0) return new(name, Verdict.Skipped, "published without a differential");
        var outcome = new SnapshotGenerator(schema).Generate(profile);
        if (outcome.Value is not { } made) return new(name, Verdict.Failed, outcome.Issues.Count > 0 ? outcome.Issues[0].English : "no snapshot");
        var differences = SnapshotComparison.Compare(profile.Snapshot, made.Snapshot);
        return ConformanceResult.Of(name, differences.Count == 0 ? null : string.Join("; ", differences.Take(3)) + (differences.Count > 3 ? $" and {differences.Count - 3} more" : ""));
    }

    // An unpacked package (or a .tgz given instead of a folder) has its package.json one folder down.
    private static IEnumerable<DefinitionPack> Packs(DirectoryInfo folder)
    {
        foreach (var manifest in folder.EnumerateFiles("package.json", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            PackageFile[] files = [.. manifest.Directory!.EnumerateFiles("*.json").Where(file => file.Name[0] != '.' && file.Name != "package.json")
                .Select(file => new PackageFile(file.Name, File.ReadAllBytes(file.FullName)))];
            if (PackageCompiler.CompileResources(manifest.Directory.FullName == folder.FullName ? folder.Name : manifest.Directory.Parent!.Name, "", files).Value is { } pack) yield return pack;
        }

        foreach (var package in folder.EnumerateFiles("*.tgz", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            if (PackageCompiler.Compile(File.ReadAllBytes(package.FullName)).Value is { } pack) yield return pack;
        }
    }
}
