using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Mapping.Profiles;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Tests.Profiles;

public sealed class MappingProfileTests
{
    private const string Map = """
        map "urn:test" = "test"
        group main(source src, target bundle : Bundle) {
          src -> bundle.type = 'transaction' "type";
          src.rows as row -> bundle.entry as e, e.resource = create('Patient') as p then Person(row, p) "row";
        }
        group Person(source row, target p : Patient) {
          row.no as no -> p.identifier = id('urn:no', no) "no";
          row.name as name -> p.name as n, n.text = name "name";
          row.sex as sex -> p.gender = translate(sex, 'urn:sex', 'code') "sex";
          row where (secret = 'Y') -> p.active = true "where-only";
        }
        """;

    private const string ConceptMap = """{ "resourceType": "ConceptMap", "url": "urn:sex", "group": [ { "element": [ { "code": "여", "target": [ { "code": "female" } ] } ] } ] }""";

    private const string Declaration = """{ "format": "csv", "encoding": "cp949", "columns": [ { "name": "번호", "property": "no", "required": true }, { "name": "성명", "property": "name" }, { "name": "성별", "property": "sex" } ] }""";

    private static Folder Csv(string more = "") => new Folder().Add("mapping.json", Folder.Manifest("csv", "text/csv", ", \"source\": \"t.source.json\"" + more))
        .Add("a.map", Map).Add("sex.json", ConceptMap).Add("t.source.json", Declaration).Add("examples/01.json", "not json").Add("README.md", "x");

    private static byte[] Korean(string text) => CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes(text);

    [Fact] // The README of the project shows the two statements in the middle.
    public void A_partners_CSV_becomes_a_transaction_with_a_report()
    {
        var files = Csv().Files;
        var message = Korean("번호,성명,성별,전화\n1,김가온,여,02-1\n");
        var schema = CareExchange.Fhir.Definitions.Schema.R4;

        var profile = MappingProfile.Compile("dementia", files, schema);
        var result = profile.Value!.Transform(message, "text/csv", "screening.csv").Value!;

        var entry = JsonNode.Parse(result.Bundle.Span)!["entry"]![0]!;
        Assert.Equal("""{"resourceType":"Patient","identifier":[{"system":"urn:no","value":"1"}],"name":[{"text":"김가온"}],"gender":"female"}""", Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(entry["resource"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))));
        Assert.Equal(("urn:test", "1.2.3"), (result.MapUrl, result.MapVersion));
        var unmapped = Assert.Single(result.Unmapped);
        Assert.Equal(("rows[0].전화", "전화 (2:4)"), (unmapped.Path, unmapped.Position.ToString()));
        Assert.Equal("map-field-unmapped", Assert.Single(result.Issues).Rule);
        Assert.Equal(new MappingCoverage(3, 4), result.Coverage);
        Assert.Equal(0.75, result.Coverage.Ratio);
        Assert.Contains(result.Trace, entry => (entry.Rule, entry.Source, entry.Target, entry.Map) == ("Person/name", new SourcePosition(2, 2, "성명"), "Bundle.entry[0].resource.name[0].text", "urn:test"));
        Assert.Contains(result.Trace, entry => (entry.Rule, entry.Source, entry.Target) == ("main/type", null, "Bundle.type"));
    }

    [Fact]
    public void Looking_at_a_field_in_a_condition_is_not_mapping_it()
    {
        var result = new Folder().Add("mapping.json", Folder.Manifest("json", "application/json")).Add("a.map", Map)
            .Add("sex.json", ConceptMap).TryTransform("""{ "rows": [ { "no": "1", "secret": "Y" } ] }""").Value!;

        Assert.Equal("rows[0].secret", Assert.Single(result.Unmapped).Path);
        Assert.Contains("\"active\":true", Encoding.UTF8.GetString(result.Bundle.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_expression_reads_to_compute_a_value_is_mapped()
    {
        var result = Folder.WithRules("src -> tgt.id = (src.a & src.b.c.upper());", "Patient").TryTransform("""{ "a": "1", "b": { "c": "x", "d": "y" } }""").Value!;

        Assert.Equal("b.d", Assert.Single(result.Unmapped).Path);
    }

    [Fact]
    public void A_field_that_the_manifest_ignores_leaves_the_report()
    {
        var outcome = Csv(", \"ignore\": [ { \"path\": \"rows.전화\", \"reason\": \"none\" } ]").Compile().Transform(Korean("번호,전화\n1,02-1\n"), "text/csv", null);

        Assert.Empty(outcome.Value!.Unmapped);
        Assert.Equal(new MappingCoverage(1, 1), outcome.Value.Coverage);
    }

    [Fact]
    public void An_unknown_code_in_a_table_is_told_with_line_field_and_list()
    {
        var issue = Assert.Single(Csv().Compile().Transform(Korean("번호,성별\n1,여\n2,몰라\n"), "text/csv", null).Issues);

        Assert.Equal(("map-code-unknown", 3, 2, "성별", "urn:sex", "몰라"), (issue.Rule, issue.Line, issue.Column, issue.Expression, issue.Expected, issue.Found));
    }

    [Fact]
    public void Broken_JSON_is_told_with_its_position()
    {
        var issue = Assert.Single(Folder.WithRules("src.a as a -> tgt.id = a;", "Patient").TryTransform("{\n  \"a\": 1,\n  \"b\" 2\n}").Issues);

        Assert.Equal(("json-syntax", 3, 7, "':'"), (issue.Rule, issue.Line, issue.Column, issue.Expected));
        Assert.Equal("json-object", Assert.Single(Folder.WithRules("src.a as a -> tgt.id = a;", "Patient").TryTransform(" [1]").Issues).Rule);
    }

    [Theory]
    [InlineData("text/csv; charset=euc-kr", "In-2026.CSV", "urn:b")]
    [InlineData("TEXT/CSV", "folder/other.csv", "urn:c")]
    [InlineData("text/csv", null, "urn:c")]
    [InlineData("application/json", "x.json", "urn:a")]
    [InlineData("application/json", null, "urn:a")]
    [InlineData("application/xml", "x.xml", null)]
    public void The_manifest_chooses_the_map_by_content_type_and_file_name(string contentType, string? fileName, string? expected)
    {
        const string Maps = """
            { "partner": "p", "version": "1", "maps": [
              { "map": "urn:a", "format": "json", "contentType": "application/json", "filePattern": "*.json" },
              { "map": "urn:b", "format": "csv", "contentType": "text/csv", "filePattern": "in-????.csv", "source": "s.json" },
              { "map": "urn:c", "format": "csv", "contentType": "text/csv", "source": "s.json" } ] }
            """;
        var folder = new Folder().Add("mapping.json", Maps).Add("s.json", """{ "format": "csv", "columns": [] }""");
        foreach (var name in "abc") folder.Add($"{name}.map", $"map 'urn:{name}' = 'm' group main(source s, target t : Patient) {{ }}");

        var outcome = folder.Compile().Transform(contentType.Contains("csv", StringComparison.OrdinalIgnoreCase) ? "a\n1"u8.ToArray() : "{}"u8.ToArray(), contentType, fileName);

        if (expected is null) Assert.Equal("map-not-found", Assert.Single(outcome.Issues).Rule);
        else Assert.Equal(expected, outcome.Value!.MapUrl);
    }

    [Theory]
    [InlineData("mapping.json", "{", "json-syntax", "mapping.json")]
    [InlineData("mapping.json", """{ "partner": "p", "version": "1", "maps": [], "map": 1 }""", "manifest-unknown", "mapping.json")]
    [InlineData("mapping.json", """{ "partner": "p", "version": "1", "maps": [ { "map": "urn:x", "format": "json", "contentType": "a/b" } ] }""", "manifest-map", "mapping.json")]
    [InlineData("mapping.json", """{ "partner": "p", "version": "1", "maps": [ { "map": "urn:test", "format": "fax", "contentType": "a/b" } ] }""", "manifest-value", "mapping.json")]
    [InlineData("mapping.json", """{ "partner": "p", "version": "1", "maps": [ { "map": "urn:test", "format": "csv", "contentType": "a/b" } ] }""", "manifest-missing", "mapping.json")]
    [InlineData("mapping.json", """{ "partner": "p", "version": "1", "maps": [ { "map": "urn:test", "format": "csv", "contentType": "a/b", "source": "none.json" } ] }""", "manifest-source", "mapping.json")]
    [InlineData("a.map", "map", "fml-syntax", "a.map")]
    [InlineData("b.map", "map 'urn:test' = 'b' group main(source s, target t : Patient) { }", "fml-url-duplicate", "b.map")]
    [InlineData("sex.json", """{ "resourceType": "ConceptMap" }""", "conceptmap-url", "sex.json")]
    [InlineData("sex2.json", """{ "resourceType": "ConceptMap", "url": "urn:sex" }""", "conceptmap-url", "sex2.json")]
    [InlineData("t.source.json", """{ "format": "csv", "columns": [ { "name": "a", "codes": "urn:none" } ] }""", "source-declaration", "t.source.json")]
    public void A_mistake_in_a_folder_names_its_file(string path, string text, string rule, string file)
    {
        var outcome = Csv().Add(path, text).TryCompile();

        Assert.Null(outcome.Value);
        Assert.Contains(outcome.Issues, issue => issue.Rule == rule && issue.Expression == file);
    }

    [Fact]
    public void A_folder_without_manifest_is_told() => Assert.Equal("manifest-missing", Assert.Single(new Folder().TryCompile().Issues).Rule);

    [Fact]
    public void One_profile_serves_many_threads_with_the_same_answer()
    {
        var profile = Csv().Compile();
        var message = Korean("번호,성명,성별\n1,김,여\n2,이,여\n");
        var expected = Encoding.UTF8.GetString(profile.Transform(message, "text/csv", null).Value!.Bundle.Span);

        Parallel.For(0, 200, _ => Assert.Equal(expected, Encoding.UTF8.GetString(profile.Transform(message, "text/csv", null).Value!.Bundle.Span)));
    }

    [Fact]
    public void Two_versions_of_a_map_stand_side_by_side_by_day_and_as_a_candidate()
    {
        var folder = new Folder().Add("mapping.json", """
            { "partner": "p", "version": "1", "maps": [
              { "map": "urn:old", "format": "json", "contentType": "application/json", "validUntil": "2026-03-26" },
              { "map": "urn:new", "format": "json", "contentType": "application/json", "validFrom": "2026-03-27" },
              { "map": "urn:next", "format": "json", "contentType": "application/json", "candidate": true } ] }
            """);
        foreach (var name in new[] { "old", "new", "next" }) folder.Add($"{name}.map", $"map \"urn:{name}\" = \"{name}\"\ngroup g(source s, target t : Basic) {{ s.a as a -> t.id = '{name}'; }}");
        var profile = folder.Compile();
        var message = """{"a":1}"""u8.ToArray();
        string Used(int month, int day) => profile.Transform(message, "application/json", null, new DateOnly(2026, month, day)).Value!.MapUrl;

        Assert.Equal(["urn:old", "urn:old", "urn:new", "urn:new"], [Used(1, 1), Used(3, 26), Used(3, 27), Used(12, 31)]);
        Assert.Equal("urn:next", profile.TransformBy("urn:next", message, null).Value!.MapUrl);
        Assert.Equal([false, false, true], profile.Entries.Select(entry => entry.IsCandidate));
        Assert.Contains(folder.Add("mapping.json", Folder.Manifest("json", "j", ", \"validFrom\": \"27.3.2026\"")).TryCompile().Issues, issue => (issue.Rule, issue.Expected) == ("manifest-value", "2026-03-27"));
    }

    [Fact]
    public void The_trace_names_the_map_and_line_of_each_rule_those_of_an_imported_map_too()
    {
        var folder = new Folder().Add("mapping.json", Folder.Manifest("json", "application/json"))
            .Add("main.map", "map \"urn:test\" = \"test\"\nimports \"urn:other\"\ngroup g(source s, target t : Basic) {\n  s.a as a -> t.id = a then other(s, t) \"first\";\n}")
            .Add("other.map", "map \"urn:other\" = \"other\"\n\n\n\ngroup other(source s, target t : Basic) {\n  s.b as b -> t.language = b \"second\";\n}");

        var trace = folder.Compile().Transform("""{"a":"x","b":"ko"}"""u8.ToArray(), "application/json", null).Value!.Trace;

        Assert.Equal([("Basic.id", "g/first", "urn:test", 4, "a"), ("Basic.language", "other/second", "urn:other", 6, "b")], trace.Select(entry => (entry.Target, entry.Rule, entry.Map, entry.MapLine, entry.Source!.Value.Field)));
    }
}
