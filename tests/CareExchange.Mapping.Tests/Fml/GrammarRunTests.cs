using System.Text;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Mapping.Tests.Fml;

/// <summary>Every construct of the R4 grammar in a map that runs, each beside what the specification says it makes.</summary>
public sealed class GrammarRunTests
{
    private const string Head = """
        map "urn:test" = "Test"
        uses "urn:test:model" alias Model as source
        uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as target
        uses "http://hl7.org/fhir/StructureDefinition/Practitioner" alias Practitioner as queried
        uses "http://hl7.org/fhir/StructureDefinition/Observation" alias Observation as produced

        """;

    private const string Message = """{"names":["하나","둘","셋"],"one":"x","born":"1948-03-02","code":"A","yes":"true","long":"가나다라","text":"a<b","phone":"010-1","mail":"a@b","url":"http://x","dose":"3.5 mg","rows":[{"k":"1","v":"p"},{"k":"2","v":"q"}]}""";

    [Theory]
    [InlineData("src.names first as n -> tgt.language = n;", "하나")]
    [InlineData("src.names last as n -> tgt.language = n;", "셋")]
    [InlineData("src.names as n where ($this = '둘') -> tgt.language = n;", "둘")]
    [InlineData("src.none default ('없음') as n -> tgt.language = n;", "없음")]
    [InlineData("src.long as n -> tgt.language = truncate(n, 2);", "가나")]
    [InlineData("src.text as n -> tgt.language = escape(n, 'text', 'xml');", "a&lt;b")]
    [InlineData("src.one as n -> tgt.language = append(n, '-', 'y');", "x-y")]
    [InlineData("src.one as n -> tgt.language = (%n & 'z');", "xz")]
    [InlineData("src.rows as r where (r.k = '2'), r.v as v -> tgt.language = v;", "q")]
    public void A_rule_makes_what_its_words_say(string rule, string language)
    {
        var run = Run($"{Head}group Main(source src : Model, target tgt : Patient) {{ {rule} }}");
        Assert.Equal(language, run.GetProperty("language").GetString());
    }

    [Fact]
    public void List_modes_of_targets_put_items_where_they_say()
    {
        var run = Run($$"""
            {{Head}}group Main(source src : Model, target tgt : Patient) {
              src.one -> tgt.name as a, a.text = 'second' "second";
              src.one -> tgt.name as b first, b.text = 'first' "first";
              src.one -> tgt.name as c last, c.text = 'last' "last";
              src.names as n -> tgt.contact as k share people then { n -> k.relationship = cc(n) "add"; } "shared";
              src.names as n -> tgt.communication as m collate then { n -> m.preferred = true "set"; } "collated";
            }
            """);

        Assert.Equal(["first", "second", "last"], run.GetProperty("name").EnumerateArray().Select(name => name.GetProperty("text").GetString()));
        Assert.Equal(3, Assert.Single(run.GetProperty("contact").EnumerateArray()).GetProperty("relationship").GetArrayLength());
        Assert.Single(run.GetProperty("communication").EnumerateArray());
    }

    [Fact]
    public void Transforms_that_make_data_types_make_them_whole()
    {
        var run = Run($$"""
            {{Head}}group Main(source src : Model, target tgt : Patient) {
              src.code as c -> tgt.maritalStatus = cc('urn:s', c, 'Display') "cc";
              src.phone as p -> tgt.telecom = cp(p) "phone";
              src.mail as p -> tgt.telecom = cp(p) "mail";
              src.url as p -> tgt.telecom = cp('url', p) "url";
              src.one as v -> tgt.identifier = id('urn:i', v, 'MR') "id";
              src.born as b -> tgt.birthDate = dateOp(b, 'yyyy-MM-dd', 'date') "born";
              src.yes as y -> tgt.active = cast(y, 'boolean') "active";
              src.dose as d -> tgt.extension as x, x.url = 'urn:x', x.value = qty(d) "dose";
              src.code as c -> tgt.extension as x, x.url = 'urn:y', x.value = c('urn:s', c) "coding";
              src.one -> tgt.id = uuid() "uuid";
              src.one -> tgt.link as l, l.other = reference(tgt), l.type = 'seealso' "reference";
              src.one -> tgt.extension as x, x.url = 'urn:z', x.value = create('Reference') as r, r.reference = pointer(tgt) "pointer";
            }
            """);

        Assert.Equal("Display", run.GetProperty("maritalStatus").GetProperty("coding")[0].GetProperty("display").GetString());
        Assert.Equal(["phone", "email", "url"], run.GetProperty("telecom").EnumerateArray().Select(telecom => telecom.GetProperty("system").GetString()));
        Assert.Equal("MR", run.GetProperty("identifier")[0].GetProperty("type").GetProperty("coding")[0].GetProperty("code").GetString());
        Assert.Equal("1948-03-02", run.GetProperty("birthDate").GetString());
        Assert.True(run.GetProperty("active").GetBoolean());
        Assert.Equal("3.5", run.GetProperty("extension")[0].GetProperty("valueQuantity").GetProperty("value").GetRawText());
        Assert.Equal("A", run.GetProperty("extension")[1].GetProperty("valueCoding").GetProperty("code").GetString());
        var reference = $"Patient/{run.GetProperty("id").GetString()}";
        Assert.Equal(reference, run.GetProperty("link")[0].GetProperty("other").GetProperty("reference").GetString());
        Assert.Equal(reference, run.GetProperty("extension")[2].GetProperty("valueReference").GetProperty("reference").GetString());
    }

    [Theory]
    [InlineData("src.names only_one as n -> tgt.language = n;", "map-source-cardinality")]
    [InlineData("src.none 1..1 as n -> tgt.language = n;", "map-source-cardinality")]
    [InlineData("src.one as n check ($this = 'y') -> tgt.language = n;", "map-check-failed")]
    [InlineData("src.one as n -> tgt.birthDate = dateOp(n, 'yyyyMMdd');", "map-date-invalid")]
    [InlineData("src.one as n -> tgt.active = cast(n, 'boolean');", "map-value-invalid")]
    [InlineData("src.names as n -> tgt.language = n single;", "map-target")]
    public void What_goes_wrong_names_the_rule_of_the_engine_and_the_place_in_the_message(string rule, string expected)
    {
        var outcome = Transform($"{Head}group Main(source src : Model, target tgt : Patient) {{ {rule[..^1]} \"the rule\"; }}");

        Assert.False(outcome.Succeeded);
        Assert.All(outcome.Issues.Where(issue => issue.IsError), issue => Assert.Equal((expected, true), (issue.Rule, issue.Line > 0 && issue.Column > 0)));
        Assert.All(outcome.Issues.Where(issue => issue.IsError), issue => Assert.Contains("(Main/the rule)", issue.English, StringComparison.Ordinal));
    }

    private static JsonElement Run(string map)
    {
        var outcome = Transform(map);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Issues.Select(issue => $"{issue.Rule} {issue.Line}:{issue.Column} {issue.English} {issue.Expected} {issue.Found}")));
        return JsonDocument.Parse(outcome.Value!.Bundle).RootElement;
    }

    private static Outcome<MappingResult> Transform(string map)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["mapping.json"] = """{"partner":"p","version":"1","maps":[{"map":"urn:test","format":"json","contentType":"application/json"}]}"""u8.ToArray(),
            ["test.map"] = Encoding.UTF8.GetBytes(map),
        };
        var compiled = MappingProfile.Compile("p", files, Schema.R4);
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Issues.Select(issue => $"{issue.Rule} {issue.Line}:{issue.Column} {issue.English} {issue.Expected} {issue.Found}")));
        return compiled.Value!.Transform(Encoding.UTF8.GetBytes(Message), "application/json", null);
    }
}
