using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Tests.Maps.Transforms;

public sealed class TransformTests
{
    private const string Source = """{ "a": "abc", "n": 27.50, "i": 3, "b": true, "d": "20260105", "t": "2026-01-05 10:30", "x": "a<b>&", "q": "<= 3.5 mg", "mail": "a@b.kr", "tel": "02-123-4567", "sex": "여", "odd": "?", "gone": "없음" }""";

    private const string ConceptMap = """
        { "resourceType": "ConceptMap", "url": "urn:cm", "status": "active", "group": [ { "source": "urn:local", "target": "urn:target", "element": [
            { "code": "여", "display": "여자", "target": [ { "code": "female", "display": "Female", "equivalence": "equivalent" } ] },
            { "code": "없음", "target": [ { "equivalence": "unmatched" } ] } ] } ] }
        """;

    private static Folder Map(string rule, string target) => Folder.WithRules(rule, target).Add("sex.json", ConceptMap);

    [Theory]
    [InlineData("src.a as v -> tgt.name as n, n.text = v;", "Patient", "'name':[{'text':'abc'}]")]
    [InlineData("src.a as v -> tgt.name as n, n.text = copy(v);", "Patient", "'name':[{'text':'abc'}]")]
    [InlineData("src -> tgt.gender = 'female', tgt.active = true, tgt.birthDate = @1948-03-02;", "Patient", "'active':true,'gender':'female','birthDate':'1948-03-02'}")]
    [InlineData("src -> tgt.name = create('HumanName') as n, n.text = src.a;", "Patient", "'name':[{'text':'abc'}]")]
    [InlineData("src.a as v -> tgt.id = truncate(v, 2);", "Patient", "'id':'ab'}")]
    [InlineData("src.x as v -> tgt.id = escape(v, 'uri');", "Patient", "'id':'a%3Cb%3E%26'}")]
    [InlineData("src.x as v -> tgt.id = escape(v, 'text', 'xml');", "Patient", "'id':'a&lt;b&gt;&amp;'}")]
    [InlineData("src.i as v -> tgt.value = cast(v, 'string');", "Observation", "'valueString':'3'}")]
    [InlineData("src.i as v -> tgt.value = v;", "Observation", "'valueInteger':3}")]
    [InlineData("src.b as v -> tgt.value = v;", "Observation", "'valueBoolean':true}")]
    [InlineData("src.d as v -> tgt.effective = cast(v, 'dateTime');", "Observation", "'effectiveDateTime':'2026-01-05'}")]
    [InlineData("src.a as v, src.i as w -> tgt.id = append(v, '-', w, 'x');", "Patient", "'id':'abc-3x'}")]
    [InlineData("src.sex as v -> tgt.gender = translate(v, 'urn:cm', 'code');", "Patient", "'gender':'female'}")]
    [InlineData("src.sex as v -> tgt.code = translate(v, 'urn:cm', 'CodeableConcept');", "Observation", "'code':{'coding':[{'system':'urn:target','code':'female','display':'Female'},{'system':'urn:local','code':'여','display':'여자'}],'text':'여자'}")]
    [InlineData("src.sex as v -> tgt.code = translate(v, 'urn:cm', 'Coding');", "Observation", "'code':{'coding':[{'system':'urn:target','code':'female','display':'Female'}]}")]
    [InlineData("src.sex as v -> tgt.id = translate(v, 'urn:cm', 'system'), tgt.language = translate(v, 'urn:cm', 'text');", "Patient", "'id':'urn:target','language':'여자'}")]
    [InlineData("src.d as v -> tgt.birthDate = dateOp(v, 'yyyyMMdd');", "Patient", "'birthDate':'2026-01-05'}")]
    [InlineData("src.t as v -> tgt.issued = dateOp(v, 'yyyyMMdd|yyyy-MM-dd HH:mm', 'instant');", "Observation", "'issued':'2026-01-05T10:30:00+09:00'}")]
    [InlineData("src.d as v -> tgt.id = dateOp(v, 'yyyyMMdd', 'yyyy.M');", "Patient", "'id':'2026.1'}")]
    [InlineData("src -> tgt.id = (src.a & '-' & src.i.toString());", "Patient", "'id':'abc-3'}")]
    [InlineData("src.a as v -> tgt.id = evaluate(v, '$this.upper()');", "Patient", "'id':'ABC'}")]
    [InlineData("src.a as v -> tgt.code = cc(v);", "Observation", "'code':{'text':'abc'}")]
    [InlineData("src.a as v -> tgt.code = cc('urn:s', v, 'D', 'T');", "Observation", "'code':{'coding':[{'system':'urn:s','code':'abc','display':'D'}],'text':'T'}")]
    [InlineData("src.a as v -> tgt.meta as m, m.security = c('urn:s', v);", "Observation", "'meta':{'security':[{'system':'urn:s','code':'abc'}]}")]
    [InlineData("src.q as v -> tgt.value = qty(v);", "Observation", "'valueQuantity':{'value':3.5,'comparator':'<=','unit':'mg'}")]
    [InlineData("src.n as v -> tgt.value = qty(v, '점', 'http://unitsofmeasure.org', '{score}');", "Observation", "'valueQuantity':{'value':27.50,'unit':'점','system':'http://unitsofmeasure.org','code':'{score}'}")]
    [InlineData("src.a as v -> tgt.identifier = id('urn:s', v, 'MR');", "Patient", "'identifier':[{'type':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v2-0203','code':'MR'}]},'system':'urn:s','value':'abc'}]")]
    [InlineData("src.mail as v -> tgt.telecom = cp(v);", "Patient", "'telecom':[{'system':'email','value':'a@b.kr'}]")]
    [InlineData("src.tel as v -> tgt.telecom = cp('fax', v), tgt.telecom = cp(v);", "Patient", "'telecom':[{'system':'fax','value':'02-123-4567'},{'system':'phone','value':'02-123-4567'}]")]
    public void A_transform_gives(string rule, string target, string expected) =>
        Assert.Contains(expected.Replace('\'', '"'), Map(rule, target).Transform(Source), StringComparison.Ordinal);

    [Theory]
    [InlineData("src.odd as v -> tgt.gender = translate(v, 'urn:cm', 'code');", "map-code-unknown", "odd", "urn:cm", "?")]
    [InlineData("src.a as v -> tgt.birthDate = dateOp(v, 'yyyyMMdd');", "map-date-invalid", "a", "date", "aaa")]
    [InlineData("src.a as v -> tgt.birthDate = cast(v, 'date');", "map-value-invalid", "a", "date", "aaa")]
    [InlineData("src.a as v -> tgt.active = v;", "map-value-invalid", "a", "boolean", "aaa")]
    [InlineData("src.a as v -> tgt.contact = v;", "map-target-type", "a", "BackboneElement", "string")]
    [InlineData("src.a as v -> tgt.managingOrganization as r, r.reference = reference(v);", "map-reference", "a", "a resource", "string")]
    public void A_value_that_does_not_fit_is_an_issue_at_its_field(string rule, string id, string field, string expected, string found)
    {
        var outcome = Map(rule, "Patient").TryTransform(Source);

        Assert.Null(outcome.Value);
        var issue = Assert.Single(outcome.Issues);
        Assert.Equal((id, field, 1, expected, found), (issue.Rule, issue.Expression, issue.Line, issue.Expected, issue.Found));
        Assert.Equal(IssueSeverity.Error, issue.Severity);
    }

    [Fact]
    public void A_code_without_counterpart_is_told_and_its_local_coding_stays()
    {
        var outcome = Map("src.gone as v -> tgt.code = translate(v, 'urn:cm', 'CodeableConcept');", "Observation").TryTransform("""{ "gone": "없음" }""");

        Assert.Equal("map-code-unmatched", Assert.Single(outcome.Value!.Issues).Rule);
        Assert.Contains("""{"coding":[{"system":"urn:local","code":"없음"}]}""", System.Text.Encoding.UTF8.GetString(outcome.Value.Bundle.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "mode": "provided" }""", "?")]
    [InlineData("""{ "mode": "fixed", "code": "unknown" }""", "unknown")]
    [InlineData("""{ "mode": "other-map", "url": "urn:other" }""", "odd")]
    public void A_list_may_say_what_becomes_of_unknown_codes(string unmapped, string expected)
    {
        var folder = Map("src.odd as v -> tgt.gender = translate(v, 'urn:open', 'code');", "Patient")
            .Add("open.json", """{ "resourceType": "ConceptMap", "url": "urn:open", "group": [ { "element": [ { "code": "1" } ], "unmapped": """ + unmapped + " } ] }")
            .Add("other.json", """{ "resourceType": "ConceptMap", "url": "urn:other", "group": [ { "element": [ { "code": "?", "target": [ { "code": "odd" } ] } ] } ] }""");

        var outcome = folder.TryTransform("""{ "odd": "?" }""");

        Assert.Contains($"\"gender\":\"{expected}\"", System.Text.Encoding.UTF8.GetString(outcome.Value!.Bundle.Span), StringComparison.Ordinal);
        if (!unmapped.Contains("other-map", StringComparison.Ordinal)) Assert.Equal("map-code-unmapped", Assert.Single(outcome.Value.Issues).Rule);
    }

    [Fact]
    public void A_list_inside_the_map_is_asked_by_its_id()
    {
        var head = "conceptmap \"#sex\" { prefix s = \"urn:s\" prefix t = \"urn:t\" s:F == t:female s:X -- }";

        Assert.Contains("\"gender\":\"female\"", Folder.WithRules("src.a as v -> tgt.gender = translate(v, '#sex', 'code');", "Patient", head: head).Transform("""{ "a": "F" }"""), StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_depend_on_the_message_the_rule_and_the_occurrence_and_on_nothing_else()
    {
        var folder = Folder.WithRules("src.a as v -> tgt.identifier as i, i.value = uuid();", "Patient");

        var first = folder.Transform("""{ "a": [ "1", "2" ] }""");
        var ids = System.Text.RegularExpressions.Regex.Matches(first, "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}").Select(match => match.Value).ToList();

        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(first, folder.Transform("""{ "a": [ "1", "2" ] }"""));
        Assert.DoesNotContain(ids[0], folder.Transform("""{ "a": [ "1", "3" ] }"""), StringComparison.Ordinal);
    }
}
