using System.Text;
using CareExchange.Cli.Input;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Cli.Conform;

/// <summary>FHIR Mapping Language: <c>manifest.xml</c> names source, map and output; every map is read, printed and read again.</summary>
internal sealed class MappingSuite : IConformanceSuite
{
    public string Kind => "mapping";

    public string Description => "Mapping language tests: manifest.xml with source, map and output; every *.map is read, printed and read again.";

    public IEnumerable<ConformanceResult> Run(DirectoryInfo folder)
    {
        var manifest = new FileInfo(Path.Combine(folder.FullName, "manifest.xml"));
        if (!manifest.Exists) throw new InvalidDataException($"There is no manifest.xml in '{folder.FullName}'.");
        foreach (var test in SuiteXml.Load(manifest).Elements("test"))
        {
            var (source, map, output) = (test.Attribute("source")?.Value, test.Attribute("map")?.Value, test.Attribute("output")?.Value);
            var name = test.Attribute("name")?.Value ?? map ?? "";
            if (source is null || map is null || output is null) yield return new(name, Verdict.Skipped, "source, map or output is not named");
            else if (Missing(folder, source, map, output) is { } missing) yield return new(name, Verdict.Skipped, $"{missing} is not there");
            else yield return ConformanceResult.Of(name, Transform(folder, source, map, output));
        }

        foreach (var map in folder.EnumerateFiles("*.map").OrderBy(file => file.Name, StringComparer.Ordinal)) yield return ConformanceResult.Of(map.Name, Print(map));
    }

    private static string? Missing(DirectoryInfo folder, params ReadOnlySpan<string> files)
    {
        foreach (var file in files)
        {
            if (!File.Exists(Path.Combine(folder.FullName, file))) return file;
        }

        return null;
    }

    private static string? Transform(DirectoryInfo folder, string source, string map, string output)
    {
        var read = MapText.Read(Text(folder, map));
        if (read.Value is not { } main) return Said(read.Issues);
        var profile = MappingProfile.Compile("conform", Files(folder, map, main), Schema.R4);
        if (profile.Value is not { } compiled) return Said(profile.Issues);
        var (message, messageIssues) = ResourceFile.Read(Bytes(folder, source), Schema.R4);
        if (message is null) return Said(messageIssues);
        var outcome = compiled.Transform(message.Utf8, "application/json", null);
        if (outcome.Value is not { } result || outcome.Issues.Any(issue => issue.IsError)) return Said(outcome.Issues);
        var (expected, expectedIssues) = ResourceFile.Read(Bytes(folder, output), Schema.R4);
        return expected is null ? Said(expectedIssues) : JsonComparison.Difference(expected.Utf8, result.Bundle);
    }

    // A partner's folder as the gateway knows it: one map to run, the others of the suite to import.
    private static Dictionary<string, ReadOnlyMemory<byte>> Files(DirectoryInfo folder, string map, MapText main)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal)
        {
            [map] = Bytes(folder, map),
            ["mapping.json"] = Encoding.UTF8.GetBytes($$"""{"partner":"conform","simulated":true,"version":"1.0.0","maps":[{"map":{{System.Text.Json.JsonSerializer.Serialize(main.Url)}},"format":"json","contentType":"application/json"}]}"""),
        };
        foreach (var other in main.ImportsOthers ? folder.EnumerateFiles("*.map") : [])
        {
            if (other.Name != map && MapText.Read(Text(folder, other.Name)).Value is { } read && read.Url != main.Url) files[other.Name] = Bytes(folder, other.Name);
        }

        return files;
    }

    private static string? Print(FileInfo map)
    {
        var read = MapText.Read(Text(map.Directory!, map.Name));
        if (read.Value is not { } first) return Said(read.Issues);
        var again = MapText.Read(first.Printed);
        if (again.Value is not { } second) return $"what was printed cannot be read: {Said(again.Issues)}";
        return second == first ? null : "printed, read and printed again, it differs";
    }

    private static byte[] Bytes(DirectoryInfo folder, string file) => File.ReadAllBytes(Path.Combine(folder.FullName, file));

    private static string Text(DirectoryInfo folder, string file) => File.ReadAllText(Path.Combine(folder.FullName, file), Encoding.UTF8);

    private static string Said(IReadOnlyList<Issue> issues) => string.Join("; ", issues.Where(issue => issue.IsError).Take(3).Select(issue => $"{issue.Rule} at {issue.Line}:{issue.Column}: {issue.English} {issue.Expected} {issue.Found}"));
}
