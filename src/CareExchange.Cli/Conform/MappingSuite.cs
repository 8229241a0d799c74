using System.Text;
using CareExchange.Cli.Input;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Xml;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Cli.Conform;

/// <summary>FHIR Mapping Language: every case of every folder below is run; every map is read, printed, and turned into a StructureMap and back.</summary>
/// <remarks>Definitions that lie in a case's folder (logical models, concept maps) are known to its maps.</remarks>
internal sealed class MappingSuite : IConformanceSuite
{
    public string Kind => "mapping";

    public string Description => "Mapping language tests: manifest.xml with source, map and output, or folders map, source and result; every map is also read, printed and turned into a StructureMap and back.";

    public IEnumerable<ConformanceResult> Run(DirectoryInfo folder)
    {
        var cases = MappingCases.Find(folder);
        if (cases.Count == 0) throw new InvalidDataException($"There is neither a manifest.xml nor folders map, source and result in '{folder.FullName}'.");
        foreach (var group in cases)
        {
            var schema = MappingCases.Definitions(group.Folder);
            foreach (var test in group.Cases)
            {
                if (test.Missing is { } missing) yield return new(test.Name, Verdict.Skipped, missing);
                else if (IsOther(test.Source!, schema) || IsOther(test.Output!, schema)) yield return new(test.Name, Verdict.Skipped, "source or output is XML of a model that is not FHIR");
                else yield return ConformanceResult.Of(test.Name, Transform(group, test, schema));
            }
        }

        foreach (var map in MappingCases.Maps(folder).OrderBy(file => file.FullName, StringComparer.Ordinal)) yield return ConformanceResult.Of(Path.GetRelativePath(folder.FullName, map.FullName), Print(map));
    }

    private static string? Transform(MappingGroup group, MappingCase test, Schema schema)
    {
        var (main, said) = Load(test.Map!, schema);
        if (main is null) return said;
        var library = new StructureMapLibrary(schema);
        foreach (var other in main.ImportsOthers ? MappingCases.Maps(group.Folder) : [])
        {
            if (Load(other, schema).Map is { } read) library.Add(read);
        }

        // A StructureMap that a case names is run as the resource it is.
        var map = library.Compile(library.Add(main));
        if (map.Value is not { } compiled) return Said(map.Issues);
        var (message, messageIssues) = ResourceFile.Read(File.ReadAllBytes(test.Source!.FullName), schema);
        if (message is null) return Said(messageIssues);
        using var document = message;
        var outcome = compiled.Transform(document.Utf8);
        var (expected, expectedIssues) = ResourceFile.Read(File.ReadAllBytes(test.Output!.FullName), schema);
        if (expected is null) return Said(expectedIssues);
        var fails = expected.Root.TypeName == "OperationOutcome" && compiled.TargetType != "OperationOutcome";
        if (outcome.Value is not { } made || outcome.Issues.Any(issue => issue.IsError)) return fails ? null : Said(outcome.Issues);
        return fails ? "the map should have refused the source" : JsonComparison.Difference(expected.Utf8, made);
    }

    private static bool IsOther(FileInfo file, Schema schema)
    {
        var bytes = File.ReadAllBytes(file.FullName);
        return FhirXml.Looks(bytes) && ResourceFile.Read(bytes, schema).Issues.Any(issue => issue.Rule == "resource-type-unknown");
    }

    private static string? Print(FileInfo file)
    {
        var (first, said) = Load(file, Schema.R4);
        if (first is null) return said;
        var again = MapText.Read(first.Printed);
        if (again.Value is not { } second) return $"what was printed cannot be read: {Said(again.Issues)}";
        if (second.Printed != first.Printed) return "printed, read and printed again, it differs";

        // Names become ids on the way, so the second way round must give what the first one gave.
        var there = second.ToStructureMap(Schema.R4);
        var back = Resource(there);
        if (back.Value is not { } third) return $"its StructureMap cannot be read: {Said(back.Issues)}";
        return third.ToStructureMap(Schema.R4).AsSpan().SequenceEqual(there) ? null : "made a StructureMap, a text and a StructureMap again, it differs";
    }

    private static (MapText? Map, string? Said) Load(FileInfo file, Schema schema)
    {
        var bytes = File.ReadAllBytes(file.FullName);
        if (FhirXml.Looks(bytes) || MappingCases.IsJson(bytes))
        {
            var (document, issues) = ResourceFile.Read(bytes, schema);
            if (document is null) return (null, Said(issues));
            var resource = MapText.Read(document.Root);
            return (resource.Value, Said(resource.Issues));
        }

        var text = MapText.Read(Encoding.UTF8.GetString(bytes));
        return (text.Value, Said(text.Issues));
    }

    private static Outcome<MapText> Resource(byte[] json)
    {
        var outcome = FhirDocument.Parse(json, Schema.R4);
        return outcome.Value is { } document ? MapText.Read(document.Root) : Outcome.Failure<MapText>(outcome.Issues);
    }

    private static string Said(IReadOnlyList<Issue> issues) => string.Join("; ", issues.Where(issue => issue.IsError).Take(3).Select(issue => $"{issue.Rule} at {issue.Line}:{issue.Column}: {issue.English} {issue.Expected} {issue.Found}"));
}
