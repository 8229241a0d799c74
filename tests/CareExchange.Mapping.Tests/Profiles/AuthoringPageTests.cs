using System.Text;
using System.Text.Json.Nodes;

namespace CareExchange.Mapping.Tests.Profiles;

/// <summary>The page that teaches how to write a folder shows one; it runs.</summary>
public sealed class AuthoringPageTests
{
    [Fact]
    public void The_example_of_the_authoring_page_compiles_and_maps_a_row()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.Root, "src", "CareExchange.Mapping", "authoring.md"));
        var folder = new Folder().Add("mapping.json", Block(page, "## mapping.json")).Add("screening.source.json", Block(page, "CSV:\n")).Add("screening.map", Block(page, "## Complete small example"))
            .Add("sex.json", ConceptMap("dementia-sex", "여", "female")).Add("stage.json", ConceptMap("dementia-stage", "경도인지장애", "mci"));
        var message = CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes("등록번호,생년월일,CIST점수,치매단계,제공물품,보호자동의,sex,screeningDate\n12-3,19480302,21,경도인지장애,기저귀;매트,예,여,2026-01-05\n");

        var result = folder.Compile().Transform(message, "text/csv", "2026-screening.csv").Value!;

        var entries = JsonNode.Parse(result.Bundle.Span)!["entry"]!.AsArray();
        Assert.Equal("Patient?identifier=urn:careexchange:dementia-no|12-3", (string)entries[0]!["request"]!["url"]!);
        Assert.Equal(21, (int)entries[1]!["resource"]!["valueQuantity"]!["value"]!);
        Assert.Equal((string)entries[0]!["fullUrl"]!, (string)entries[1]!["resource"]!["subject"]!["reference"]!);
        Assert.Equal(["rows[0].supplies[0]", "rows[0].supplies[1]", "rows[0].agreed"], result.Unmapped.Select(field => field.Path));
    }

    [Theory]
    [InlineData("mapping.json", """{ "nobody-knows": 1, "maps": [ { "nobody-knows": 1 } ] }""")]
    [InlineData("t.source.json", """{ "format": "xlsx", "nobody-knows": 1, "sheets": [ { "sheet": "a", "nobody-knows": 1, "columns": [ { "name": "a", "nobody-knows": 1 } ] } ] }""")]
    public void The_page_names_every_key_that_a_folder_may_have(string file, string json)
    {
        var page = File.ReadAllText(Path.Combine(SharedData.Root, "src", "CareExchange.Mapping", "authoring.md"));
        var folder = new Folder().Add("mapping.json", Folder.Manifest("xlsx", "application/x", ", \"source\": \"t.source.json\"")).Add("main.map", "map \"urn:test\" = test\ngroup main(source src, target tgt : Bundle) { src -> tgt.type = 'transaction' \"t\"; }").Add(file, json);

        // What an unknown key is answered with is the list of the known ones.
        var keys = folder.TryCompile().Issues.Where(issue => issue is { IsError: true, Expected: not null }).SelectMany(issue => issue.Expected!.Split(", ")).Where(key => key.All(char.IsAsciiLetter)).Distinct().ToArray();

        Assert.True(keys.Length > 12, string.Join(' ', keys));
        Assert.DoesNotContain(keys, key => !page.Contains($"`{key}`", StringComparison.Ordinal) && !page.Contains($"\"{key}\"", StringComparison.Ordinal) && !page.Contains($"`{key}:", StringComparison.Ordinal));
    }

    private static string Block(string page, string heading)
    {
        var start = page.IndexOf("```", page.IndexOf(heading, StringComparison.Ordinal), StringComparison.Ordinal);
        var first = page.IndexOf('\n', start) + 1;
        return page[first..page.IndexOf("```", first, StringComparison.Ordinal)];
    }

    private static string ConceptMap(string name, string source, string target) => $$"""
        { "resourceType": "ConceptMap", "url": "urn:careexchange:conceptmap:{{name}}", "group": [ { "source": "urn:careexchange:dementia:{{name}}", "target": "urn:t", "element": [
          { "code": "{{source}}", "target": [ { "code": "{{target}}", "equivalence": "equivalent" } ] } ] } ] }
        """;
}
