namespace CareExchange.Mapping.Tests.Maps;

public sealed class MapCompilerTests
{
    [Theory]
    [InlineData("src.a as a -> tgt.nickname = a;", "fml-target-unknown", "an element of Patient", "nickname")]
    [InlineData("src.a as a -> tgt.name as n, n.first = a;", "fml-target-unknown", "an element of HumanName", "first")]
    [InlineData("src.a as a -> tgt.id = b;", "fml-variable-unknown", "a variable of this rule or its group", "b")]
    [InlineData("nowhere.a as a -> tgt.id = a;", "fml-variable-unknown", "a variable of this rule or its group", "nowhere")]
    [InlineData("src.a as a -> src.b = a;", "fml-target", "a target variable", "src")]
    [InlineData("src.a as a -> tgt.id = sha1(a);", "fml-transform-unknown", null, "sha1")]
    [InlineData("src.a as a -> tgt.id = truncate(a);", "fml-arguments", "2..2 for truncate", "1")]
    [InlineData("src.a as a -> tgt.id = cast(a, 'HumanName');", "fml-arguments", "a primitive type in quotes", "HumanName")]
    [InlineData("src.a as a -> tgt.id = translate(a, 'urn:none', 'code');", "fml-conceptmap-unknown", "the url of a ConceptMap", "urn:none")]
    [InlineData("src.a as a -> tgt.contact = create('Contact');", "fml-type-unknown", "one type name in quotes", "Contact")]
    [InlineData("src.a as a -> tgt.deceased as d;", "fml-target-type", "deceased = create('Type'), one of boolean dateTime", "deceased")]
    [InlineData("src.a as a then Missing(a);", "fml-group-unknown", "a group", "Missing")]
    [InlineData("src.a as a then main(a);", "fml-arguments", "2 arguments for main", "1")]
    [InlineData("src.a as a then main(a, a);", "fml-arguments", "a target variable", "a")]
    [InlineData("src.a as a where (a = ) -> tgt.id = a;", "fhirpath-syntax", null, null)]
    public void A_mistake_in_a_map_is_found_when_it_is_compiled(string rule, string id, string? expected, string? found)
    {
        var issue = Assert.Single(Folder.WithRules(rule, "Patient").TryCompile().Issues);

        Assert.Equal((id, "main.map", 4), (issue.Rule, issue.Expression, issue.Line));
        if (expected is not null) Assert.Equal(expected, issue.Expected);
        if (found is not null) Assert.Equal(found, issue.Found);
    }

    [Fact]
    public void Imported_maps_lend_their_groups()
    {
        var folder = Folder.WithRules("src then Common(src, tgt);", "Patient", head: "imports \"urn:common*\"")
            .Add("common.map", "map \"urn:common/1\" = \"c\" group Common(source s, target t : Patient) { s -> t.id = 'common'; }");

        Assert.Contains("common", folder.Transform("{}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("group main(target t : Patient, source s) { }", "fml-entry")]
    [InlineData("group main(source s, target t : Nothing) { }", "fml-type-unknown")]
    [InlineData("group main(source s, target t : Patient) extends main { }", "fml-extends")]
    [InlineData("group main(source s, target t : Patient) { } group main(source s, target t) { }", "fml-group-duplicate")]
    public void The_entry_group_must_make_sense(string group, string rule) => Assert.Contains(
        new Folder().Add("mapping.json", Folder.Manifest("json", "application/json")).Add("m.map", $"map 'urn:test' = 'm' {group}").TryCompile().Issues, issue => issue.Rule == rule);
}
