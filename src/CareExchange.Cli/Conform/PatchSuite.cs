using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Patching;
using CareExchange.Fhir.Xml;

namespace CareExchange.Cli.Conform;

/// <summary>The three kinds of patch tests, each known by its shape: FHIRPath Patch (<c>diff</c>), XML Patch (<c>patch</c>), JSON Patch (an array).</summary>
internal sealed class PatchSuite : IConformanceSuite
{
    // A resource has no comments; XML that is patched as XML has.
    private static readonly XmlComparison Resources = new(comparesComments: false);
    private static readonly XmlComparison Trees = new(comparesComments: true);

    public string Kind => "patch";

    public string Description => "Patch tests: fhir-patch-tests.xml, xml-patch-tests.xml, json-patch-tests.json; the result, or that there is an error.";

    public IEnumerable<ConformanceResult> Run(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles("*patch*").OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            var results = file.Extension switch { ".json" => Json(file), ".xml" => Xml(file), _ => [] };
            foreach (var result in results) yield return result with { Case = $"{file.Name}: {result.Case}" };
        }
    }

    private static List<ConformanceResult> Json(FileInfo file)
    {
        var results = new List<ConformanceResult>();
        try
        {
            using var tests = JsonDocument.Parse(File.ReadAllBytes(file.FullName), new() { CommentHandling = JsonCommentHandling.Skip });
            if (tests.RootElement.ValueKind != JsonValueKind.Array) throw new InvalidDataException($"{file.Name} is no array of tests.");
            foreach (var test in tests.RootElement.EnumerateArray()) results.Add(Json(test, results.Count));
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{file.Name} is no JSON: {problem.Message}", problem);
        }

        return results;
    }

    private static ConformanceResult Json(JsonElement test, int index)
    {
        var name = test.TryGetProperty("comment", out var comment) ? comment.ToString() : $"#{index}";
        if (test.TryGetProperty("disabled", out var disabled) && disabled.ValueKind == JsonValueKind.True) return new(name, Verdict.Skipped, "disabled by the suite");
        if (!test.TryGetProperty("doc", out var document) || !test.TryGetProperty("patch", out var patch)) return new(name, Verdict.Skipped, "no doc or no patch");
        var outcome = JsonPatch.Apply(Bytes(document), Bytes(patch));
        if (test.TryGetProperty("error", out _)) return ConformanceResult.Of(name, outcome.Value is null ? null : "an error is expected");
        if (outcome.Value is not { } result) return ConformanceResult.Of(name, Said(outcome.Issues));
        return ConformanceResult.Of(name, test.TryGetProperty("expected", out var expected) ? JsonComparison.Difference(Bytes(expected), result) : null);
    }

    private static IEnumerable<ConformanceResult> Xml(FileInfo file)
    {
        foreach (var test in SuiteXml.Load(file).Elements("case"))
        {
            var name = test.Attribute("name")?.Value ?? "";
            if (test.Element("diff") is { } diff) yield return ConformanceResult.Of(name, FhirPath(test, diff));
            else if (test.Elements().FirstOrDefault(element => element.Name.LocalName == "patch") is { } patch) yield return ConformanceResult.Of(name, Xml(test, patch));
            else yield return new(name, Verdict.Skipped, "neither diff nor patch");
        }
    }

    private static string? FhirPath(XElement test, XElement diff)
    {
        if (First(test.Element("input")) is not { } input || First(diff) is not { } parameters) return "no input or no patch";
        var (document, issues) = FhirXml.Read(Bytes(input), Schema.R4);
        if (document is null) return Said(issues);
        var (patch, patchIssues) = FhirXml.Read(Bytes(parameters), Schema.R4);
        if (patch is null) return Said(patchIssues);
        var outcome = FhirPathPatch.Apply(document.Root, patch.Root);
        if (test.Element("error") is not null) return outcome.Value is null ? null : "an error is expected";
        if (outcome.Value is not { } json) return Said(outcome.Issues);
        if (First(test.Element("output")) is not { } expected) return null;
        var result = FhirXml.Write(FhirDocument.Parse(json, Schema.R4).Value!.Root);
        return Resources.Difference(expected, XElement.Parse(Encoding.UTF8.GetString(result), LoadOptions.PreserveWhitespace));
    }

    private static string? Xml(XElement test, XElement patch)
    {
        var target = First(test.Element("target"));
        var outcome = XmlPatch.Apply(target is null ? default(ReadOnlyMemory<byte>) : Bytes(target), Bytes(patch));
        if (test.Element("error") is not null) return outcome.Value is null ? null : "an error is expected";
        if (outcome.Value is not { } xml) return Said(outcome.Issues);
        return First(test.Element("patched")) is { } expected ? Trees.Difference(expected, XElement.Parse(Encoding.UTF8.GetString(xml), LoadOptions.PreserveWhitespace)) : null;
    }

    private static XElement? First(XElement? parent) => parent?.Elements().FirstOrDefault();

    private static byte[] Bytes(XElement element) => Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));

    private static byte[] Bytes(JsonElement value) => Encoding.UTF8.GetBytes(value.GetRawText());

    private static string Said(IReadOnlyList<Issue> issues) => $"{issues[0].Rule} {issues[0].Expression}: {issues[0].English} {issues[0].Expected} {issues[0].Found}";
}
