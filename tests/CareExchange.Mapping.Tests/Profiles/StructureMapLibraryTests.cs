using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Mapping.Tests.Profiles;

public sealed class StructureMapLibraryTests
{
    private const string Source = """{"resourceType":"Patient","name":[{"family":"Kim","given":["a","b"]}],"gender":"female","birthDate":"1944-05-06"}""";

    [Theory]
    [InlineData("""{"name":"r","source":[{"context":"s","element":"gender","variable":"g"}],"target":[{"context":"t","element":"gender","transform":"copy","parameter":[{"valueId":"g"}]}]}""", "gender", "\"female\"")]
    [InlineData("""{"name":"r","source":[{"context":"s"}],"target":[{"context":"t","element":"gender","transform":"copy","parameter":[{"valueString":"other"}]}]}""", "gender", "\"other\"")]
    [InlineData("""{"name":"r","source":[{"context":"s","element":"gender","variable":"g","condition":"$this = 'male'"}],"target":[{"context":"t","element":"gender","transform":"copy","parameter":[{"valueId":"g"}]}]}""", "gender", "null")]
    [InlineData("""{"name":"r","source":[{"context":"s","element":"birthDate","variable":"b"}],"target":[{"context":"t","element":"birthDate","transform":"evaluate","parameter":[{"valueId":"b"},{"valueString":"$this"}]}]}""", "birthDate", "\"1944-05-06\"")]
    [InlineData("""{"name":"r","source":[{"context":"s","element":"name","listMode":"first","variable":"n"}],"target":[{"context":"t","element":"name","variable":"m","transform":"create","parameter":[{"valueString":"HumanName"}]}],"rule":[{"name":"f","source":[{"context":"n","element":"family","variable":"f"}],"target":[{"context":"m","element":"family","transform":"append","parameter":[{"valueId":"f"},{"valueString":"!"}]}]}]}""", "name", """[{"family":"Kim!"}]""")]
    [InlineData("""{"name":"r","source":[{"context":"s","element":"name","variable":"n"}],"target":[{"context":"t","element":"name","variable":"m"}],"dependent":[{"name":"Name","variable":["n","m"]}]}""", "name", """[{"given":["a","b"]}]""")]
    [InlineData("""{"name":"r","source":[{"context":"s","element":"gender","variable":"g"}],"target":[{"context":"t","element":"gender","transform":"translate","parameter":[{"valueId":"g"},{"valueString":"#sexes"},{"valueString":"code"}]}]}""", "gender", "\"other\"")]
    public void Rules_of_a_resource_do_what_the_same_rules_of_a_text_do(string rule, string property, string expected)
    {
        var library = new StructureMapLibrary(Schema.R4);
        Add(library, Map(rule));

        var made = library.Compile("urn:map").Value!.Transform(Encoding.UTF8.GetBytes(Source));

        Assert.True(made.Succeeded, string.Join(' ', made.Issues.Select(issue => $"{issue.Rule} {issue.Found}")));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(made.Value)![property]), Encoding.UTF8.GetString(made.Value));
    }

    [Fact]
    public void Imported_maps_lend_their_groups_and_an_unknown_one_is_told()
    {
        var library = new StructureMapLibrary(Schema.R4);
        const string Rule = """{"name":"r","source":[{"context":"s"}],"dependent":[{"name":"Other","variable":["s","t"]}]}""";
        Add(library, Map(Rule).Replace("\"status\"", "\"import\":[\"urn:other\"],\"status\"", StringComparison.Ordinal));
        Assert.Contains(library.Compile("urn:map").Issues, issue => issue.Rule == "fml-import-unknown");

        library = new StructureMapLibrary(Schema.R4);
        Add(library, Map(Rule).Replace("\"status\"", "\"import\":[\"urn:other\"],\"status\"", StringComparison.Ordinal));
        Add(library, Map("""{"name":"r","source":[{"context":"s"}],"target":[{"context":"t","element":"active","transform":"copy","parameter":[{"valueBoolean":true}]}]}""").Replace("urn:map", "urn:other", StringComparison.Ordinal).Replace("\"Main\"", "\"Other\"", StringComparison.Ordinal));
        Assert.True((bool)JsonNode.Parse(library.Compile("urn:map").Value!.Transform(Encoding.UTF8.GetBytes(Source)).Value!)!["active"]!);
    }

    [Theory]
    [InlineData("\"url\":\"urn:map\",", "", "structuremap-url")]
    [InlineData("\"name\":\"r\",\"source\":[{\"context\":\"s\"}],", "\"name\":\"r\",", "structuremap-required")]
    [InlineData("\"context\":\"s\"", "\"element\":\"s\"", "structuremap-required")]
    public void What_a_map_lacks_is_told_with_its_place(string old, string changed, string rule)
    {
        var map = Map("""{"name":"r","source":[{"context":"s"}],"target":[{"context":"t","element":"active","transform":"copy","parameter":[{"valueBoolean":true}]}]}""");

        var issue = new StructureMapLibrary(Schema.R4).Add(Parse(map.Replace(old, changed, StringComparison.Ordinal)).Root).Issues[0];

        Assert.Equal((rule, 1), (issue.Rule, issue.Line));
        Assert.StartsWith("StructureMap", issue.Expression, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_that_cannot_be_compiled_says_where()
    {
        var library = new StructureMapLibrary(Schema.R4);
        Add(library, Map("""{"name":"r","source":[{"context":"s"}],"target":[{"context":"t","element":"nickname","transform":"copy","parameter":[{"valueString":"x"}]}]}"""));

        var issue = Assert.Single(library.Compile("urn:map").Issues);

        Assert.Equal(("fml-target-unknown", IssueSeverity.Error, 1), (issue.Rule, issue.Severity, issue.Line));
    }

    private static void Add(StructureMapLibrary library, string map)
    {
        var added = library.Add(Parse(map).Root);
        Assert.True(added.Succeeded, string.Join(' ', added.Issues.Select(issue => $"{issue.Rule} {issue.Expression}")));
    }

    private static FhirDocument Parse(string json) => FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;

    private static string Map(string rule) => $$$"""
        {"resourceType":"StructureMap","contained":[{"resourceType":"ConceptMap","id":"sexes","status":"draft","group":[{"element":[{"code":"female","target":[{"code":"other","equivalence":"equal"}]}]}]}],"url":"urn:map","name":"Map","status":"active","group":[{"name":"Main","typeMode":"none","input":[{"name":"s","type":"Patient","mode":"source"},{"name":"t","type":"Patient","mode":"target"}],"rule":[{{{rule}}}]},{"name":"Name","typeMode":"none","input":[{"name":"a","type":"HumanName","mode":"source"},{"name":"b","type":"HumanName","mode":"target"}],"rule":[{"name":"g","source":[{"context":"a","element":"given","variable":"v"}],"target":[{"context":"b","element":"given","transform":"copy","parameter":[{"valueId":"v"}]}]}]}]}
        """;
}
