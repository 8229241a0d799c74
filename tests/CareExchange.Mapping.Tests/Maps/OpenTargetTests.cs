using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Fml;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Mapping.Tests.Maps;

public sealed class OpenTargetTests
{
    [Theory]
    [InlineData("src.name as n -> tgt.b = n, tgt.a = 'x', tgt.b = 'y';", """{"b":["Kim","y"],"a":"x"}""")]
    [InlineData("src.name as n -> tgt.row as r, r.cell = n; src.name as n -> tgt.row as r, r.cell = 2;", """{"row":[{"cell":"Kim"},{"cell":2}]}""")]
    [InlineData("src.name -> tgt.pid.name; src.yes -> tgt.pid.yes; src.count -> tgt.pid.count;", """{"pid":{"name":"Kim","yes":true,"count":1.50}}""")]
    [InlineData("src.deep as d -> tgt.copy = d;", """{"copy":{"list":["a","b"],"inner":{"n":1,"t":"\u0022"}}}""")]
    [InlineData("src.name as n -> tgt.line as l share one, l.a = n; src.name as n -> tgt.line as l share one, l.b = n;", """{"line":{"a":"Kim","b":"Kim"}}""")]
    [InlineData("src.name as n -> tgt.inner = create('Part') as p, p.x = n, tgt.coding = c('urn:s', 'c');", """{"inner":{"x":"Kim"},"coding":{"system":"urn:s","code":"c"}}""")]
    [InlineData("src.name as n -> tgt.empty as e, tgt.`성명` = n;", """{"성명":"Kim"}""")]
    public void A_target_that_no_definition_knows_takes_every_property_in_the_order_of_first_use(string rules, string expected)
    {
        var folder = Folder.WithRules(rules, target: "Out", head: "uses \"urn:model:out\" alias Out as target\nuses \"urn:model:part\" alias Part as target");

        Assert.Equal(System.Text.RegularExpressions.Regex.Unescape(expected).Replace("\"\"\"", "\"\\\"\"", StringComparison.Ordinal), folder.Transform("""{"name":"Kim","yes":true,"count":1.50,"deep":{"list":["a","b"],"inner":{"n":1,"t":"\""}}}"""));
    }

    [Fact]
    public void A_misspelt_type_of_FHIR_is_no_open_target()
    {
        var folder = Folder.WithRules("src -> tgt.a = 'x';", target: "Patinet", head: "uses \"http://hl7.org/fhir/StructureDefinition/Patinet\" alias Patinet as target");

        Assert.Contains(folder.TryCompile().Issues, issue => issue.Rule == "fml-type-unknown");
    }

    [Fact]
    public void A_logical_model_is_read_and_written_by_its_definition()
    {
        const string Model = """{"resourceType":"StructureDefinition","url":"urn:model:TRight","name":"TRight","status":"draft","kind":"logical","abstract":true,"type":"TRight","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Base","derivation":"specialization","differential":{"element":[{"id":"TRight","path":"TRight","min":1,"max":"1"},{"id":"TRight.a","path":"TRight.a","min":0,"max":"*","type":[{"code":"integer"}]},{"id":"TRight.b","path":"TRight.b","min":0,"max":"1","type":[{"code":"BackboneElement"}]},{"id":"TRight.b.c","path":"TRight.b.c","min":0,"max":"1","type":[{"code":"string"}]}]}}""";
        var schema = Schema.R4.With(PackageCompiler.CompileResources("t", "1", [Encoding.UTF8.GetBytes(Model)]).Value!);
        var library = new StructureMapLibrary(schema);
        library.Add(MapText.Read("map \"urn:m\" = m uses \"urn:model:TRight\" alias TRight as target group g(source s : TRight, target t : TRight) { s.b as b -> t.b as tb, tb.c = (b.c & '!'); s.a as a where (a > 1) -> t.a = a; }").Value!);

        var made = library.Compile("urn:m").Value!.Transform(Encoding.UTF8.GetBytes("""{"resourceType":"TRight","a":[1,2,3],"b":{"c":"x"}}"""));

        Assert.Equal("""{"resourceType":"TRight","a":[2,3],"b":{"c":"x!"}}""", Encoding.UTF8.GetString(made.Value!));
    }
}
