namespace CareExchange.Mapping.Tests.Maps;

public sealed class CompiledRuleTests
{
    private static string Given(string rules, string source, string more = "", string target = "Patient") => Folder.WithRules(rules, target, more).Transform(source);

    [Fact]
    public void A_condition_may_ask_whether_a_code_is_in_a_value_set()
    {
        const string Rules = "src.codes as c where c.memberOf('http://hl7.org/fhir/ValueSet/administrative-gender') -> tgt.gender = c;";

        Assert.Equal("""{"resourceType":"Patient","gender":"female"}""", Folder.WithRules(Rules, "Patient").Transform("""{ "codes": ["f", "female", "w"] }"""));
    }

    [Fact]
    public void A_rule_runs_once_for_each_match_and_not_at_all_without_one()
    {
        Assert.Contains("""name":[{"text":"a"},{"text":"b"}]""", Given("src.names as n -> tgt.name as t, t.text = n;", """{ "names": ["a", "b"] }"""), StringComparison.Ordinal);
        Assert.Equal("""{"resourceType":"Patient"}""", Given("src.names as n -> tgt.name as t, t.text = n;", "{}"));
    }

    [Fact]
    public void Several_sources_give_every_combination() => Assert.Contains(
        """[{"text":"a1"},{"text":"a2"},{"text":"b1"},{"text":"b2"}]""",
        Given("src.x as x, src.y as y -> append(x, y) as t, tgt.name as n, n.text = t;", """{ "x": ["a", "b"], "y": ["1", "2"] }"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("first", "1")]
    [InlineData("not_first", "2,3")]
    [InlineData("last", "3")]
    [InlineData("not_last", "1,2")]
    public void List_modes_choose_among_the_matches(string mode, string expected) => Assert.Contains(
        string.Join(',', expected.Split(',').Select(one => $"{{\"text\":\"{one}\"}}")), Given($"src.x {mode} as x -> tgt.name as n, n.text = x;", """{ "x": ["1", "2", "3"] }"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("src.x only_one as x -> tgt.id = x;", "map-source-cardinality")]
    [InlineData("src.z 1..1 as x -> tgt.id = x;", "map-source-cardinality")]
    [InlineData("src.x 1..2 as x -> tgt.name as n, n.text = x;", "map-source-cardinality")]
    [InlineData("src.x as x check ($this != '2') -> tgt.name as n, n.text = x;", "map-check-failed")]
    public void What_a_rule_demands_of_its_source_is_an_issue_when_it_is_not_so(string rule, string expected) =>
        Assert.Equal(expected, Assert.Single(Folder.WithRules(rule, "Patient").TryTransform("""{ "x": ["1", "2", "3"] }""").Issues).Rule);

    [Fact]
    public void A_missing_field_is_told_by_its_name_at_the_place_of_its_parent()
    {
        var issue = Assert.Single(Folder.WithRules("src.person as p then { p.no 1..1 as no -> tgt.id = no; };", "Patient").TryTransform("{\n \"person\": {} }").Issues);

        Assert.Equal(("person.no", 2, "1..1", "0"), (issue.Expression, issue.Line, issue.Expected, issue.Found));
    }

    [Fact]
    public void A_default_stands_in_for_a_missing_source() =>
        Assert.Contains("\"id\":\"none\"", Given("src.x default ('none') as x -> tgt.id = x;", "{}"), StringComparison.Ordinal);

    [Fact]
    public void A_type_filters_the_matches() =>
        Assert.Contains("""[{"text":"a"}]""", Given("src.x : string as x -> tgt.name as n, n.text = x;", """{ "x": [1, "a", true] }"""), StringComparison.Ordinal);

    [Fact]
    public void Conditions_see_the_source_and_the_variables_of_the_map() => Assert.Contains(
        """[{"text":"b"}]""",
        Given("src.limit as limit then { src.rows as row where (row.n > limit and on) -> tgt.name as t, t.text = row.name; };", """{ "limit": 2, "rows": [ { "n": 1, "name": "a", "on": true }, { "n": 3, "name": "b", "on": true }, { "n": 4, "name": "c", "on": false } ] }"""),
        StringComparison.Ordinal);

    [Fact]
    public void Inside_where_arguments_names_are_children_and_percent_names_are_variables() => Assert.Contains(
        "\"id\":\"2\"",
        Given("src.rows as row where (row.key = 'b') -> tgt.id = (%src.rows.where(key = %row.key).count());", """{ "rows": [ { "key": "a" }, { "key": "b" }, { "key": "b" } ] }"""),
        StringComparison.Ordinal);

    [Fact]
    public void The_number_of_the_match_is_known() =>
        Assert.Contains("""[{"text":"1"},{"text":"2"}]""", Given("src.x as x -> evaluate(x, '%index + 1') as i, tgt.name as n, n.text = i;", """{ "x": ["a", "b"] }"""), StringComparison.Ordinal);

    [Fact]
    public void Groups_get_their_inputs_by_position_and_extended_ones_run_first() => Assert.Contains(
        "\"id\":\"a\",\"name\":[{\"text\":\"base\"},{\"text\":\"b\"}]",
        Given("src.o as o then Derived(o, tgt);", """{ "o": { "a": "a", "b": "b" } }""", "group Base(source s, target p : Patient) { s -> p.name as n, n.text = 'base'; } group Derived(source s, target t : Patient) extends Base { s.b as b -> t.name as n, n.text = b; s.a as a -> t.id = a; }"),
        StringComparison.Ordinal);

    [Fact]
    public void Typed_groups_are_the_default_of_the_short_form()
    {
        var map = new Folder().Add("mapping.json", Folder.Manifest("json", "application/json")).Add("m.map", """
            map "urn:test" = "test"
            group main(source src : Patient, target tgt : Person) { src.name -> tgt.name; src.birthDate -> tgt.birthDate; }
            group name(source s : HumanName, target t : HumanName) <<types>> { s.family as f -> t.text = f; }
            """);

        Assert.Equal("""{"resourceType":"Person","name":[{"text":"김"}],"birthDate":"1948"}""", map.Transform("""{ "resourceType": "Patient", "name": [ { "family": "김", "given": ["가온"] } ], "birthDate": "1948" }"""));
    }

    [Fact]
    public void The_short_form_copies_whole_elements_of_the_same_type()
    {
        var map = new Folder().Add("mapping.json", Folder.Manifest("json", "application/json")).Add("m.map", """
            map "urn:test" = "test"
            group main(source src : Patient, target tgt : Person) { src.name -> tgt.name; src.telecom as t -> tgt.telecom = t; }
            """);
        var outcome = map.TryTransform("""{ "resourceType": "Patient", "name": [ { "given": ["가온"], "_given": [ { "id": "g" } ] } ], "telecom": [ { "value": "1" } ], "gender": "female" }""");

        Assert.Equal("""{"resourceType":"Person","name":[{"given":["가온"],"_given":[{"id":"g"}]}],"telecom":[{"value":"1"}]}""", System.Text.Encoding.UTF8.GetString(outcome.Value!.Bundle.Span));
        Assert.Equal("Patient.gender", Assert.Single(outcome.Value.Unmapped).Path);
    }

    [Fact]
    public void Shared_targets_are_made_once() => Assert.Contains(
        """name":[{"family":"f","given":["g"]}]""",
        Given("src.f as f -> tgt.name as n share one, n.family = f; src.g as g -> tgt.name as n share one, n.given = g;", """{ "f": "f", "g": "g" }"""), StringComparison.Ordinal);

    [Fact]
    public void First_puts_an_item_before_the_others() => Assert.Contains(
        """[{"text":"b"},{"text":"a"}]""", Given("src -> tgt.name as a, a.text = 'a', tgt.name as b first, b.text = 'b';", "{}"), StringComparison.Ordinal);

    [Fact]
    public void A_created_choice_is_joined_by_the_next_rule_that_creates_the_same() => Assert.Contains(
        "\"effectivePeriod\":{\"start\":\"2026\",\"end\":\"2027\"}",
        Given("src.a as v -> tgt.effective = create('Period') as p, p.start = v; src.b as v -> tgt.effective = create('Period') as p, p.end = v;", """{ "a": "2026", "b": "2027" }""", target: "Observation"),
        StringComparison.Ordinal);

    [Fact]
    public void Groups_that_call_each_other_without_end_are_stopped() => Assert.Contains(
        Folder.WithRules("src then Again(src, tgt);", "Patient", "group Again(source s, target t) { s then Again(s, t); }").TryTransform("{}").Issues, issue => issue.Rule == "map-recursion");

    [Fact]
    public void Rules_that_multiply_without_end_are_stopped()
    {
        var many = string.Join(',', Enumerable.Repeat("1", 300));

        Assert.Contains(Folder.WithRules("src.x as a, src.x as b, src.x as c -> tgt.id = a;", "Patient").TryTransform($"{{\"x\":[{many}]}}").Issues, issue => issue.Rule == "map-steps");
    }
}
