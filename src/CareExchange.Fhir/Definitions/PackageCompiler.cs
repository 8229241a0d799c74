using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Fhir.Definitions;

/// <summary>Turns a FHIR package (npm-shaped .tgz) into a definition pack: facts only, no prose.</summary>
public static class PackageCompiler
{
    /// <summary>Reads the package's JSON resources and compiles what defines something; other resources are passed over.</summary>
    /// <param name="package">The bytes of the .tgz.</param>
    /// <returns>The pack with its lists in the order of their canonical URLs, so that equal packages give equal packs;
    /// or issues <c>package-archive</c>, <c>package-manifest</c>, <c>package-json</c>.</returns>
    public static Outcome<DefinitionPack> Compile(ReadOnlyMemory<byte> package)
    {
        var resources = new List<JsonElement>();
        var issues = new List<Issue>();
        JsonElement? manifest = null;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(package.ToArray()), CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is null || !entry.Name.EndsWith(".json", StringComparison.Ordinal)) continue;
                var name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
                if (name.StartsWith('.') || entry.Name.Contains("/other/", StringComparison.Ordinal)) continue;
                if (Parse(entry, name, issues) is not { ValueKind: JsonValueKind.Object } json) continue;
                if (name == "package.json") manifest = json;
                else if (json.TryGetProperty("resourceType", out _)) resources.Add(json);
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException or FormatException)
        {
            return Issue.Error("invalid", "package-archive", "The package is not a readable .tgz archive.", "패키지가 올바른 .tgz 압축 파일이 아닙니다.");
        }

        if (issues.Count > 0) return Outcome.Failure<DefinitionPack>(issues);
        if (manifest is not { } packageJson || packageJson.Text("name") is not { } packageName || packageJson.Text("version") is not { } version)
        {
            return Issue.Error("required", "package-manifest", "The package has no package.json with name and version.", "패키지에 이름과 버전이 있는 package.json이 없습니다.");
        }

        return Compile(packageName, version, resources);
    }

    private static DefinitionPack Compile(string name, string version, List<JsonElement> resources)
    {
        var valueSets = Sorted("ValueSet", TerminologyCompiler.ValueSet);
        var codeSystems = Sorted("CodeSystem", TerminologyCompiler.CodeSystem);
        var conceptMaps = Sorted("ConceptMap", TerminologyCompiler.ConceptMap);
        return new()
        {
            Name = name,
            Version = version,
            Types = Sorted("StructureDefinition", StructureCompiler.Type),
            SearchParameters = Errata.Apply(Sorted("SearchParameter", StructureCompiler.SearchParameter)),
            Compartments = Errata.Apply(Sorted("CompartmentDefinition", StructureCompiler.Compartment)),
            Operations = Sorted("OperationDefinition", StructureCompiler.Operation),
            ValueSets = new(valueSets),
            CodeSystems = new(codeSystems),
            ConceptMaps = new(conceptMaps),
        };

        T[] Sorted<T>(string type, Func<JsonElement, T> compile) => [.. resources
            .Where(resource => resource.Text("resourceType") == type && resource.Text("url") is not null)
            .OrderBy(resource => resource.Text("url"), StringComparer.Ordinal)
            .ThenBy(resource => resource.Text("version"), StringComparer.Ordinal)
            .Select(compile)];
    }

    private static JsonElement? Parse(TarEntry entry, string name, List<Issue> issues)
    {
        try
        {
            using var document = JsonDocument.Parse(entry.DataStream!);
            return document.RootElement.Clone();
        }
        catch (JsonException problem)
        {
            issues.Add(Issue.Error("structure", "package-json", "A file of the package is not JSON.", "패키지 안의 파일이 JSON이 아닙니다.") with
            {
                Found = name,
                Line = (int?)problem.LineNumber + 1,
                Column = (int?)problem.BytePositionInLine + 1,
            });
            return null;
        }
    }
}
