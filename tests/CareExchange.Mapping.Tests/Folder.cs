using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Mapping.Tests;

/// <summary>A partner's folder in memory, with the parts that a test does not care about filled in.</summary>
internal sealed class Folder
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _files = new(StringComparer.Ordinal);

    /// <summary>A folder with one JSON map whose first group is <c>main(source src, target tgt : Type)</c>.</summary>
    public static Folder WithRules(string rules, string target = "Bundle", string more = "", string head = "") =>
        new Folder().Add("mapping.json", Manifest("json", "application/json")).Add(
            "main.map", $"map \"urn:test\" = \"test\"\n{head}\ngroup main(source src, target tgt : {target}) {{\n{rules}\n}}\n{more}");

    public static string Manifest(string format, string contentType, string more = "") =>
        $$"""{ "partner": "test", "simulated": true, "version": "1.2.3", "maps": [ { "map": "urn:test", "format": "{{format}}", "contentType": "{{contentType}}"{{more}} } ] }""";

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files => _files;

    public Folder Add(string path, string text) => Add(path, Encoding.UTF8.GetBytes(text));

    public Folder Add(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return this;
    }

    public Outcome<MappingProfile> TryCompile() => MappingProfile.Compile("test", _files, Schema.R4);

    public MappingProfile Compile()
    {
        var outcome = TryCompile();
        Assert.Empty(outcome.Issues);
        return outcome.Value!;
    }

    public Outcome<MappingResult> TryTransform(string json) => Compile().Transform(Encoding.UTF8.GetBytes(json), "application/json", null);

    /// <summary>The result's JSON; fails on any error.</summary>
    public string Transform(string json)
    {
        var outcome = TryTransform(json);
        Assert.DoesNotContain(outcome.Issues, issue => issue.IsError);
        return Encoding.UTF8.GetString(outcome.Value!.Bundle.Span);
    }
}
