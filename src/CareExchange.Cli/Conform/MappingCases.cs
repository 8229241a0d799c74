using System.Xml.Linq;
using CareExchange.Cli.Input;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Xml;

namespace CareExchange.Cli.Conform;

/// <summary>Finds mapping cases in the layouts that public suites have.</summary>
internal static class MappingCases
{
    private static readonly string[] MapFolders = ["map", "maps"];
    private static readonly string[] SourceFolders = ["source", "input"];
    private static readonly string[] ResultFolders = ["result", "expected"];
    private static readonly string[] Defining = ["StructureDefinition", "ConceptMap", "ValueSet", "CodeSystem"];

    /// <summary>The cases of a folder and those below it.</summary>
    public static IReadOnlyList<MappingGroup> Find(DirectoryInfo folder)
    {
        List<MappingGroup> groups = [];
        foreach (var one in folder.EnumerateDirectories("*", SearchOption.AllDirectories).Prepend(folder).OrderBy(one => one.FullName, StringComparer.Ordinal))
        {
            if (new FileInfo(Path.Combine(one.FullName, "manifest.xml")) is { Exists: true } manifest) groups.Add(new(one, [.. Listed(one, manifest)]));
            else if (Sub(one, MapFolders) is { } maps && Sub(one, SourceFolders) is { } sources && Sub(one, ResultFolders) is { } results) groups.Add(new(one, [.. Paired(one, folder, maps, sources, results)]));
        }

        return groups;
    }

    /// <summary>The maps of a folder and those below it, as texts.</summary>
    public static IEnumerable<FileInfo> Maps(DirectoryInfo folder) => folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension is ".map" or ".fml");

    /// <summary>Base R4 with the definitions that lie in a folder.</summary>
    public static Schema Definitions(DirectoryInfo folder)
    {
        List<ReadOnlyMemory<byte>> found = [];
        var known = new HashSet<string>(StringComparer.Ordinal);

        // Suites carry the same definition as JSON and as XML: one of them is enough.
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension is ".json" or ".xml").OrderBy(file => file.Extension, StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file.FullName);
            if (ResourceFile.Read(bytes, Schema.R4).Document is not { } document) continue;
            using (document)
            {
                if (!Defining.Contains(document.Root.TypeName, StringComparer.Ordinal) || document.Root["url"].Text is not { } url || !known.Add(url)) continue;
                found.Add(document.Utf8.ToArray());
            }
        }

        return found.Count > 0 && PackageCompiler.CompileResources("conform", "1.0.0", found).Value is { } pack ? Schema.R4.With(pack) : Schema.R4;
    }

    /// <summary>True for bytes that begin as JSON does.</summary>
    public static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        return bytes.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
    }

    private static IEnumerable<MappingCase> Listed(DirectoryInfo folder, FileInfo manifest)
    {
        foreach (var test in SuiteXml.Load(manifest).Elements("test"))
        {
            var (source, map, output) = (Named(folder, test, "source"), Named(folder, test, "map"), Named(folder, test, "output"));
            var name = test.Attribute("name")?.Value ?? map?.Name ?? "";
            var missing = source is null || map is null || output is null ? "source, map or output is not named" : new[] { source, map, output }.FirstOrDefault(file => !file.Exists) is { } gone ? $"{gone.Name} is not there" : null;
            yield return new(name, source, map, output, missing);
        }
    }

    /// <summary>A result is named after its map and source: <c>step1.source1.json</c>, or as the source that begins with the map's name.</summary>
    private static IEnumerable<MappingCase> Paired(DirectoryInfo group, DirectoryInfo root, DirectoryInfo maps, DirectoryInfo sources, DirectoryInfo results)
    {
        foreach (var map in Maps(maps).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(map.Name);
            foreach (var source in sources.EnumerateFiles().Where(file => file.Extension is ".json" or ".xml").OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                FileInfo[] candidates = [new(Path.Combine(results.FullName, $"{name}.{source.Name}")), .. source.Name.StartsWith(name, StringComparison.Ordinal) ? [new FileInfo(Path.Combine(results.FullName, source.Name))] : Array.Empty<FileInfo>()];
                if (candidates.FirstOrDefault(file => file.Exists) is { } output) yield return new($"{Path.GetRelativePath(root.FullName, group.FullName)}/{name} {source.Name}", source, map, output, null);
            }
        }
    }

    private static FileInfo? Named(DirectoryInfo folder, XElement test, string attribute) => test.Attribute(attribute)?.Value is { Length: > 0 } name ? new(Path.Combine(folder.FullName, name)) : null;

    private static DirectoryInfo? Sub(DirectoryInfo folder, string[] names) => names.Select(name => new DirectoryInfo(Path.Combine(folder.FullName, name))).FirstOrDefault(sub => sub.Exists);
}
