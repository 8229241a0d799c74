using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CareExchange.Mapping.Fml;

namespace CareExchange.Mapping.Tests.Profiles;

/// <summary>The maps of the public FHIR test cases, where the data is present.</summary>
public sealed class PublicSuiteTests
{
    private static readonly string? Root = SharedData.Find("mapping");

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        if (Root is null) return cases;
        foreach (var test in XDocument.Load(Path.Combine(Root, "manifest.xml")).Root!.Elements("test"))
        {
            cases.Add((string)test.Attribute("source")!, (string)test.Attribute("map")!, (string)test.Attribute("output")!);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_public_map_gives_the_expected_resource(string source, string map, string output)
    {
        Assert.SkipWhen(Root is null, "no conformance data");
        var text = File.ReadAllText(Path.Combine(Root!, map));
        var url = Regex.Match(text, "map \"([^\"]+)\"").Groups[1].Value;
        var folder = new Folder().Add("main.map", text).Add("mapping.json", Folder.Manifest("json", "application/json").Replace("urn:test", url, StringComparison.Ordinal));

        var actual = folder.Transform(File.ReadAllText(Path.Combine(Root!, source)));

        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Root!, output)))!.ToJsonString();
        Assert.Equal(expected, JsonNode.Parse(actual)!.ToJsonString());
    }

    [Fact]
    public void Every_public_map_is_read_and_its_print_is_read_as_the_same()
    {
        Assert.SkipWhen(Root is null, "no conformance data");
        foreach (var file in Directory.GetFiles(Root!, "*.map"))
        {
            var outcome = FmlParser.Parse(File.ReadAllText(file, Encoding.UTF8));
            Assert.Empty(outcome.Issues);
            var printed = FmlPrinter.Print(outcome.Value!);
            Assert.Equal(printed, FmlPrinter.Print(FmlParser.Parse(printed).Value!));
        }
    }
}
