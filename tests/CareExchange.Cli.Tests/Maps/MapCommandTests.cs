using System.Text;
using CareExchange.Cli.Maps;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Cli.Tests.Maps;

public sealed class MapCommandTests : IDisposable
{
    private const string Map = "map \"urn:m\" = \"m\"\ngroup g(source s, target t : Basic) { s.id as i -> t.id = i; s.code as c -> t.code = cc(c); }";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("careexchange-map-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_example_of_our_own_folders_is_as_expected() => Assert.Equal(0, MapTest.Run(MapFolder.Open(new(Path.Combine(AppContext.BaseDirectory, "mappings")), Schema.Guide), write: false));

    [Theory]
    [InlineData("""{"resourceType":"Basic","id":"1","code":{"text":"x"}}""", 0)]
    [InlineData("""{"code":{"text":"x"},"resourceType":"Basic","id":"1"}""", 0)]
    [InlineData("""{"resourceType":"Basic","id":"2","code":{"text":"x"}}""", 1)]
    [InlineData("no json", 1)]
    [InlineData(null, 1)]
    public void An_example_is_mapped_validated_and_compared(string? expected, int code)
    {
        Write("mapping.json", Manifest("urn:m"));
        Write("m.map", Map);
        Write("examples/01-input.json", """{"id":"1","code":"x"}""");
        if (expected is not null) Write("examples/01-expected.json", expected);

        Assert.Equal(code, MapTest.Run(MapFolder.Open(_folder, Schema.Guide), write: false));
    }

    [Fact]
    public void What_is_mapped_but_not_valid_fails()
    {
        Write("mapping.json", Manifest("urn:m"));
        Write("m.map", Map.Replace("t.code = cc(c)", "t.language = c", StringComparison.Ordinal));
        Write("examples/01-input.json", """{"id":"1","code":"ko"}""");
        Write("examples/01-expected.json", """{"resourceType":"Basic","id":"1","language":"ko"}""");

        Assert.Equal(1, MapTest.Run(MapFolder.Open(_folder, Schema.Guide), write: false));
    }

    [Fact]
    public void A_candidate_is_compared_with_the_map_in_use()
    {
        Write("mapping.json", Manifest("urn:m", """, { "map": "urn:next", "format": "json", "contentType": "application/json", "candidate": true }"""));
        Write("m.map", Map);
        Write("next.map", Map.Replace("urn:m", "urn:next", StringComparison.Ordinal));
        Write("examples/01-input.json", """{"id":"1","code":"x"}""");
        Assert.Equal(0, MapDiff.Run(MapFolder.Open(_folder, Schema.R4), null, isJson: false));

        Write("next.map", Map.Replace("urn:m", "urn:next", StringComparison.Ordinal).Replace("cc(c)", "cc('y')", StringComparison.Ordinal));
        Assert.Equal(1, MapDiff.Run(MapFolder.Open(_folder, Schema.R4), null, isJson: true));
    }

    [Fact]
    public void A_message_for_the_partner_is_written_kept_compared_and_traced()
    {
        Write("mapping.json", $$"""{ "partner": "p", "version": "1", "out": [ { "name": "a", "map": "urn:out", "format": "json", "resource": "Patient" } ] }""");
        Write("out/o.map", "map \"urn:out\" = \"o\"\nuses \"http://hl7.org/fhir/StructureDefinition/Bundle\" alias Bundle as source\nuses \"urn:x\" alias X as target\ngroup g(source s : Bundle, target t : X) { s.entry as e, e.resource : Patient as p, p.birthDate as d -> t.born = d; }");
        Write("examples/out/a/01-input.json", """{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Patient","birthDate":"1948-03-02"},"search":{"mode":"match"}}]}""");
        var folders = MapFolder.Open(_folder, Schema.R4);
        var input = Assert.Single(folders[0].OutputInputs);
        Assert.Equal("a", MapFolder.OutputOf(input));

        Assert.Equal(1, MapTest.Run(folders, write: false));
        Assert.Equal(0, MapTest.Run(folders, write: true));
        Assert.Equal("{\n  \"born\": \"1948-03-02\"\n}", File.ReadAllText(Path.Combine(_folder.FullName, "examples/out/a/01-expected.json")));
        Assert.Equal(0, MapTest.Run(folders, write: false));
        Assert.Equal(0, MapOut.Run(folders[0], null, input, new(Path.Combine(_folder.FullName, "x.json"))));
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "x.json")));
        Assert.Equal(2, MapOut.Run(folders[0], "b", input, null));
        Assert.Equal(0, MapTrace.Run(folders[0], "a", input, isJson: false));
        Assert.Equal(2, MapTrace.Run(folders[0], "b", input, isJson: false));
        Assert.Equal(0, MapCoverage.Run(folders, isJson: true));
        Write("examples/out/a/01-expected.json", "{}");
        Assert.Equal(1, MapTest.Run(folders, write: false));
    }

    [Fact]
    public void Differences_name_each_place_and_one_item_more_is_one_difference()
    {
        static string[] Of(string left, string right) => [.. JsonDifferences.Of(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)).Select(difference => $"{difference.Path} {difference.Left}>{difference.Right}")];

        Assert.Equal(["Bundle.a[1].b 2>3", "Bundle.c 1>", "Bundle.d >true"], Of("""{"resourceType":"Bundle","a":[{"b":1},{"b":2}],"c":1}""", """{"a":[{"b":1},{"b":3}],"resourceType":"Bundle","d":true}"""));
        Assert.Equal(["$.a[1] >9"], Of("""{"a":[1,2,3]}""", """{"a":[1,9,2,3]}"""));
        Assert.Empty(Of("""{"a":"\u0041"}""", """{"a":"A"}"""));
    }

    private static string Manifest(string map, string more = "") => $$"""{ "partner": "p", "version": "1", "maps": [ { "map": "{{map}}", "format": "json", "contentType": "application/json" }{{more}} ] }""";

    private void Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }
}
