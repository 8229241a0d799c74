using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Cli.Maps;

/// <summary>One partner's folder under <c>mappings/</c> as it lies on disk, with its examples.</summary>
public sealed class MapFolder
{
    private readonly DirectoryInfo _folder;

    private MapFolder(DirectoryInfo folder, Outcome<MappingProfile> profile) => (_folder, Profile) = (folder, profile);

    /// <summary>The folder's name.</summary>
    public string Name => _folder.Name;

    /// <summary>The compiled folder, or what is wrong in it.</summary>
    public Outcome<MappingProfile> Profile { get; }

    /// <summary>The messages of <c>examples/</c>, <c>NN-input.*</c>.</summary>
    public IReadOnlyList<FileInfo> Inputs => new DirectoryInfo(Path.Combine(_folder.FullName, "examples")) is { Exists: true } examples
        ? [.. examples.EnumerateFiles("*-input.*").OrderBy(file => file.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>The resources of <c>examples/out/&lt;name&gt;/</c>, <c>NN-input.json</c>, from which the partner's messages are made.</summary>
    public IReadOnlyList<FileInfo> OutputInputs => new DirectoryInfo(Path.Combine(_folder.FullName, "examples", "out")) is { Exists: true } examples
        ? [.. examples.EnumerateFiles("*-input.json", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)]
        : [];

    /// <summary>The output that a file is an example of: <c>rri</c> for <c>…/examples/out/rri/01-input.json</c>; null for any other file.</summary>
    public static string? OutputOf(FileInfo input) =>
        input.Directory is { Parent: { Name: "out", Parent.Name: "examples" } } folder ? folder.Name : null;

    /// <summary>The message that is expected of an example, whatever its ending; null where the folder does not say.</summary>
    public static FileInfo? ExpectedOutput(FileInfo input) =>
        input.Directory!.EnumerateFiles($"{input.Name[..input.Name.IndexOf("-input.", StringComparison.Ordinal)]}-expected.*").OrderBy(file => file.Name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The folders below a path: itself where it has a manifest, else each of its folders that has one.</summary>
    public static IReadOnlyList<MapFolder> Open(DirectoryInfo path, Schema schema)
    {
        DirectoryInfo[] folders = HasManifest(path) ? [path] : [.. path.EnumerateDirectories().Where(HasManifest).OrderBy(folder => folder.Name, StringComparer.Ordinal)];
        return [.. folders.Select(folder => new MapFolder(folder, Compile(folder, schema)))];
    }

    /// <summary>The folder that a message lies in: above its <c>examples</c>, or beside it; null where there is none.</summary>
    public static MapFolder? Around(FileInfo message, Schema schema)
    {
        for (var folder = message.Directory; folder is not null; folder = folder.Parent)
        {
            if (HasManifest(folder)) return new(folder, Compile(folder, schema));
        }

        return null;
    }

    /// <summary>What an example should become (<paramref name="kind"/> <c>expected</c>), or be refused with (<c>expected-issues</c>); null where the folder does not say.</summary>
    public static byte[]? Expected(FileInfo input, string kind)
    {
        var end = input.Name.IndexOf("-input.", StringComparison.Ordinal);
        var path = Path.Combine(input.DirectoryName!, $"{input.Name[..end]}-{kind}.json");
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    private static bool HasManifest(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "mapping.json"));

    private static Outcome<MappingProfile> Compile(DirectoryInfo folder, Schema schema)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        Add(files, folder, "");
        if (folder.Parent is { } parent && new DirectoryInfo(Path.Combine(parent.FullName, "common")) is { Exists: true } common) Add(files, common, "common/");
        return MappingProfile.Compile(folder.Name, files, schema);
    }

    private static void Add(Dictionary<string, ReadOnlyMemory<byte>> files, DirectoryInfo folder, string prefix)
    {
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/');
            if (!path.StartsWith("examples/", StringComparison.Ordinal)) files[prefix + path] = File.ReadAllBytes(file.FullName);
        }
    }
}
