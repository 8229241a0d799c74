using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Definitions;

/// <summary>A FHIR package (npm-shaped .tgz) taken apart: its manifest and its JSON files.</summary>
public sealed class PackageArchive
{
    /// <summary>The most bytes an archive may unpack to: an archive of a few kilobytes can promise terabytes.</summary>
    public const long SizeLimit = 1L << 30;

    private PackageArchive(JsonElement manifest, string name, string version, IReadOnlyList<PackageFile> definitions, IReadOnlyList<PackageFile> examples)
    {
        (Name, Version, Definitions, Examples) = (name, version, definitions, examples);
        Title = manifest.Text("title");
        FhirVersions = manifest.Texts("fhirVersions") is { Length: > 0 } versions ? versions : manifest.Texts("fhir-version-list");
        Dependencies = manifest.Object("dependencies") is { } dependencies
            ? [.. dependencies.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.String).Select(entry => new PackageDependency(entry.Name, entry.Value.GetString()!))]
            : [];
    }

    /// <summary>The package's name.</summary>
    public string Name { get; }

    /// <summary>The package's version.</summary>
    public string Version { get; }

    /// <summary>What people call it, or null.</summary>
    public string? Title { get; }

    /// <summary>The versions of FHIR it is written for; empty where it does not say.</summary>
    public IReadOnlyList<string> FhirVersions { get; }

    /// <summary>The packages it builds on.</summary>
    public IReadOnlyList<PackageDependency> Dependencies { get; }

    /// <summary>The JSON files of the package itself.</summary>
    public IReadOnlyList<PackageFile> Definitions { get; }

    /// <summary>The JSON files of its folder <c>example</c>: instances, which define nothing.</summary>
    public IReadOnlyList<PackageFile> Examples { get; }

    /// <summary>Takes a package apart.</summary>
    /// <returns>The archive, or an issue: <c>package-archive</c>, <c>package-size</c>, <c>package-manifest</c>.</returns>
    public static Outcome<PackageArchive> Open(ReadOnlyMemory<byte> package)
    {
        var definitions = new List<PackageFile>();
        var examples = new List<PackageFile>();
        ReadOnlyMemory<byte> manifest = default;
        try
        {
            var total = 0L;
            using var gzip = new GZipStream(new MemoryStream(package.ToArray(), writable: false), CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is null || !entry.Name.EndsWith(".json", StringComparison.Ordinal)) continue;
                total += entry.Length;
                if (total > SizeLimit)
                {
                    return Issue.Error("too-costly", "package-size", "The package unpacks to more than a gigabyte.", "패키지를 풀면 1GB가 넘습니다.");
                }

                // package/X.json defines; package/example/X.json shows; other folders are for other readers.
                var steps = entry.Name.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipWhile(step => step == ".").ToArray();
                var name = steps[^1];
                if (name.StartsWith('.')) continue;
                if (name == "package.json" && steps.Length <= 2) manifest = Content(entry);
                else if (steps.Length <= 2) definitions.Add(new(name, Content(entry)));
                else if (steps[^2] is "example" or "examples") examples.Add(new(name, Content(entry)));
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException or NotSupportedException)
        {
            return Issue.Error("invalid", "package-archive", "The package is not a readable .tgz archive.", "패키지가 올바른 .tgz 압축 파일이 아닙니다.");
        }

        return ReadManifest(manifest, out var json) && json.Text("name") is { Length: > 0 } packageName && json.Text("version") is { Length: > 0 } version
            ? new PackageArchive(json, packageName, version, definitions, examples)
            : Issue.Error("required", "package-manifest", "The package has no package.json with name and version.", "패키지에 이름과 버전이 있는 package.json이 없습니다.");
    }

    private static ReadOnlyMemory<byte> Content(TarEntry entry)
    {
        // The header's length is a claim: room is made as bytes really come.
        using var copy = new MemoryStream();
        entry.DataStream!.CopyTo(copy);
        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }

    private static bool ReadManifest(ReadOnlyMemory<byte> manifest, out JsonElement json)
    {
        json = default;
        if (manifest.IsEmpty) return false;
        try
        {
            using var document = JsonDocument.Parse(manifest);
            json = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
