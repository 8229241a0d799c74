using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Snapshots;

namespace CareExchange.Validation.Packages;

/// <summary>Packages → a schema: dependencies first, several versions side by side, snapshots made where they are missing.</summary>
/// <remarks>A package that cannot be read costs nobody else anything: the others are loaded, and an error says what is wrong with it.</remarks>
public sealed class PackageLoader
{
    private readonly List<DefinitionPack> _present = [];
    private readonly List<DefinitionPack> _ordered = [];
    private readonly HashSet<DefinitionPack> _open = new(ReferenceEqualityComparer.Instance);
    private readonly List<Issue> _issues = [];
    private readonly IReadOnlyList<DefinitionPack> _below;

    private PackageLoader(Schema below) => _below = below.Packs;

    /// <summary>Loads packages over a schema.</summary>
    /// <param name="below">What is there already, usually <see cref="Schema.R4"/>; its packages count as loaded.</param>
    /// <param name="files">The packages to choose from: .tgz or compiled packs.</param>
    /// <param name="wanted">Which of them: <c>name</c> (the highest version) or <c>name@version</c>, with what they build on; null for all.</param>
    /// <returns>The schema, the packages in their order and the issues; never null.</returns>
    public static PackageSet Load(Schema below, IReadOnlyList<PackageFile> files, IReadOnlyList<string>? wanted = null)
    {
        var loader = new PackageLoader(below);
        foreach (var file in files) loader.Read(file);
        if (wanted is null)
        {
            foreach (var pack in loader._present) loader.Place(pack);
        }
        else
        {
            foreach (var name in wanted) loader.Place(name);
        }

        var schema = below;
        foreach (var pack in loader._ordered)
        {
            (schema, var issues) = SnapshotGenerator.Layer(schema, pack);
            loader._issues.AddRange(issues);
        }

        return new(schema, loader._ordered, loader._issues);
    }

    private void Read(PackageFile file)
    {
        var outcome = PackageReader.Read(file);
        _issues.AddRange(outcome.Issues);
        if (outcome.Value is not { } pack || IsBelow(pack.Name, pack.Version)) return;
        if (pack.FhirVersions.Count > 0 && !pack.FhirVersions.Any(version => version.StartsWith("4.0", StringComparison.Ordinal))) _issues.Add(PackageIssues.FhirVersion(pack));
        else if (_present.Exists(known => known.Name == pack.Name && known.Version == pack.Version)) _issues.Add(PackageIssues.Repeated(pack, file.Name));
        else _present.Add(pack);
    }

    private void Place(string wanted)
    {
        var at = wanted.IndexOfAny(['@', '#'], 1);
        var dependency = at > 0 ? new PackageDependency(wanted[..at], wanted[(at + 1)..]) : new PackageDependency(wanted, "latest");
        if (Find(dependency) is { } pack) Place(pack);
        else if (!IsBelow(dependency.Name, dependency.Version)) _issues.Add(PackageIssues.Missing(wanted));
    }

    // What a package builds on is laid below it.
    private void Place(DefinitionPack pack)
    {
        if (_ordered.Contains(pack)) return;
        if (!_open.Add(pack))
        {
            _issues.Add(PackageIssues.Circle(pack));
            return;
        }

        foreach (var dependency in pack.Dependencies)
        {
            if (IsBelow(dependency.Name, dependency.Version)) continue;
            if (Find(dependency) is { } below) Place(below);
            else _issues.Add(PackageIssues.Dependency(pack, dependency, _present.Where(known => known.Name == dependency.Name).Select(PackageIssues.Name)));
        }

        _ordered.Add(pack);
    }

    private DefinitionPack? Find(PackageDependency asked) => _present
        .Where(pack => pack.Name == asked.Name && PackageVersion.Matches(pack.Version, asked.Version))
        .MaxBy(pack => pack.Version, VersionOrder.Instance);

    private bool IsBelow(string name, string version) => _below.Any(pack =>
        (pack.Name == name || (name == "hl7.fhir.core" && pack.Name == "hl7.fhir.r4.core")) && (PackageVersion.Matches(pack.Version, version) || IsSameRelease(pack, version)));

    // 4.0.0 was corrected by 4.0.1 and by nothing else: who asks for the one gets the other.
    private static bool IsSameRelease(DefinitionPack pack, string version) =>
        VersionOrder.MajorMinor(version) is { } series && VersionOrder.MajorMinor(pack.Version) == series;
}
