using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Mapping.Tests.Profiles;

public sealed class OutputManifestTests
{
    private const string Map = """
        map "urn:out" = "out"
        uses "http://hl7.org/fhir/StructureDefinition/Bundle" alias Bundle as source
        uses "urn:x" alias X as target
        group g(source src : Bundle, target t : X) { src.entry as e, e.resource : Patient as p, p.name as n, n.text as text -> t.who = text "name"; }
        """;

    [Theory]
    [InlineData("\"format\": \"pdf\"", "manifest-value")]
    [InlineData("\"format\": \"csv\"", "manifest-missing")]
    [InlineData("\"format\": \"csv\", \"target\": \"nowhere.json\"", "manifest-source")]
    [InlineData("\"format\": \"json\", \"target\": \"out.json\"", "manifest-value")]
    [InlineData("\"format\": \"json\", \"resource\": \"Patinet\"", "manifest-value")]
    [InlineData("\"format\": \"json\", \"charset\": \"cp949\"", "manifest-value")]
    [InlineData("\"format\": \"hl7v2\", \"delimiters\": \"||||\"", "manifest-value")]
    [InlineData("\"format\": \"json\", \"fileName\": \"{patient}.json\"", "manifest-value")]
    [InlineData("\"format\": \"json\", \"fileName\": \"../x\"", "manifest-value")]
    [InlineData("\"format\": \"json\", \"where\": \"status = \"", "manifest-value")]
    [InlineData("\"format\": \"json\", \"map\": \"urn:other\"", "manifest-map")]
    [InlineData("\"format\": \"json\", \"many\": \"yes\"", "manifest-value")]
    [InlineData("\"format\": \"json\", \"formulas\": \"run\"", "manifest-value")]
    [InlineData("\"format\": \"json\", \"shoe\": \"38\"", "manifest-unknown")]
    [InlineData("\"format\": \"json\", \"name\": \"A b\"", "manifest-value")]
    public void A_wrong_line_is_told_with_its_place_before_the_first_message(string part, string rule)
    {
        var outcome = Compile(part);

        Assert.False(outcome.Succeeded);
        Assert.Contains(outcome.Issues, issue => issue.Rule == rule && issue.Expression == "mapping.json" && issue.Line > 0 && issue.Korean.Length > 0);
    }

    [Fact]
    public void A_map_of_an_output_reads_a_Bundle() =>
        Assert.Contains(Compile("\"format\": \"json\"", Map.Replace("src : Bundle", "src", StringComparison.Ordinal).Replace("e.resource : Patient", "e.resource", StringComparison.Ordinal)).Issues, issue => issue.Rule == "manifest-output");

    [Fact]
    public void A_folder_may_only_send()
    {
        var profile = Compile("\"format\": \"json\"").Value!;

        var made = profile.Write("out", """{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Patient","name":[{"text":"김"}]}}]}"""u8.ToArray());

        Assert.Equal("{\n  \"who\": \"김\"\n}", Encoding.UTF8.GetString(made.Value!.Content.Span));
        Assert.Equal("application/json", made.Value.ContentType);
        Assert.Matches("^out-[0-9a-f]{12}\\.json$", made.Value.FileName);
        Assert.Equal([0], made.Value.ReadEntries);
        Assert.False(profile.Write("out", "{"u8.ToArray()).Succeeded);
        Assert.Equal("map-not-found", profile.Transform("{}"u8.ToArray(), "application/json", null).Issues[0].Rule);
    }

    private static Fhir.Outcomes.Outcome<MappingProfile> Compile(string part, string map = Map)
    {
        var given = part;
        foreach (var (name, value) in (ValueTuple<string, string>[])[("name", "out"), ("map", "urn:out"), ("resource", "Patient")])
        {
            if (!given.Contains($"\"{name}\"", StringComparison.Ordinal)) given += $", \"{name}\": \"{value}\"";
        }

        return MappingProfile.Compile("test", new Folder().Add("mapping.json", $$"""{ "partner": "test", "version": "1", "out": [ { {{given}} } ] }""").Add("out/out.map", map).Add("out.json", """{ "format": "csv", "columns": [] }""").Files, Schema.R4);
    }
}
