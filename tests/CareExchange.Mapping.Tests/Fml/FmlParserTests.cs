using CareExchange.Mapping.Fml;

namespace CareExchange.Mapping.Tests.Fml;

public sealed class FmlParserTests
{
    private const string Head = "map \"urn:m\" = \"m\"\n";

    private static string Group(string rules) => Head + "group g(source src, target tgt) {\n" + rules + "\n}";

    private static MapRule Rule(string rule)
    {
        var outcome = FmlParser.Parse(Group(rule));
        Assert.Empty(outcome.Issues);
        return Assert.Single(outcome.Value!.Groups[0].Rules);
    }

    [Fact]
    public void A_source_carries_everything_the_grammar_lets_it_say()
    {
        var source = Rule("src.a.b : Quantity 1..* default ('x') only_one as v where (v > 1) check (v < 5) log ('seen') -> tgt.c;").Sources[0];

        Assert.Equal(("src", "Quantity", 1, -1), (source.Context, source.Type, source.Min, source.Max));
        Assert.Equal(["a", "b"], source.Path);
        Assert.Equal(("'x'", "v > 1", "v < 5", "'seen'"), (source.Default!.Text, source.Where!.Text, source.Check!.Text, source.Log!.Text));
        Assert.Equal(SourceListMode.OnlyOne, source.ListMode);
        Assert.Equal("v", source.Variable);
    }

    [Fact]
    public void A_where_without_parentheses_ends_where_the_rule_goes_on()
    {
        var rule = Rule("src.item as i where linkId.value in ('a;b', 'c') and (x = 1) check true -> tgt.b;");

        Assert.Equal("linkId.value in ('a;b', 'c') and (x = 1)", rule.Sources[0].Where!.Text);
        Assert.Equal("true", rule.Sources[0].Check!.Text);
        Assert.Single(rule.Targets);
    }

    [Fact]
    public void A_where_that_begins_with_a_bracket_is_not_cut_at_its_end() =>
        Assert.Equal("(a = 1) or (b = 2)", Rule("src.x where (a = 1) or (b = 2) -> tgt.y;").Sources[0].Where!.Text);

    [Fact]
    public void Targets_have_transforms_variables_and_list_modes()
    {
        var rule = Rule("src.a as a -> tgt.b = append(a, '-', 3, 1.50, true) as c share first_b, uuid() as u, tgt.d = (a & 'x'), tgt.e = a.f, tgt.g as h first;");

        Assert.Equal("first_b", rule.Targets[0].ShareId);
        Assert.Equal(["String", "Integer", "Decimal", "Boolean"], rule.Targets[0].Transform!.Call!.Arguments.Skip(1).Select(argument => argument.Literal!.Kind.ToString()));
        Assert.Null(rule.Targets[1].Context);
        Assert.Equal("u", rule.Targets[1].Variable);
        Assert.Equal("a & 'x'", rule.Targets[2].Transform!.Evaluate!.Text);
        Assert.Equal(["a", "f"], rule.Targets[3].Transform!.Copy);
        Assert.Equal([TargetListMode.First], rule.Targets[4].ListModes);
    }

    [Fact]
    public void What_follows_a_rule_is_groups_then_inner_rules_then_its_name()
    {
        var rule = Rule("src.a as a then one(a, tgt), two(a, 'x') { a.b -> tgt.c \"inner\"; } \"outer\";");

        Assert.Equal(["one", "two"], rule.Calls.Select(call => call.Name));
        Assert.Equal("inner", Assert.Single(rule.Rules!).Name);
        Assert.Equal("outer", rule.Name);
    }

    [Fact]
    public void Names_outside_ascii_stand_in_backticks() => Assert.Equal(["성명"], Rule("src.`성명` as n -> tgt.name = n;").Sources[0].Path);

    [Fact]
    public void Headers_uses_imports_groups_and_concept_maps_are_read()
    {
        var map = FmlParser.Parse("""
            /// url = "urn:h"
            /// name = 'h'
            /// status = draft
            conceptmap "#sex" {
              prefix s = "urn:local"
              prefix t = "http://hl7.org/fhir/administrative-gender"
              unmapped for s = provided
              s:1 == t:male // a man
              s:"여" = t:female
              s:X -- 
            }
            uses "urn:a" alias A as source // what comes in
            uses "urn:b" as produced
            imports "urn:other/*"
            // the entry
            group main(source a : A, target b) extends base <<type+>> { }
            group other(source a) <<types>> { }
            """).Value!;

        Assert.Equal(("urn:h", "h", false), (map.Url, map.Name, map.HasMapLine));
        Assert.Equal(new MapHeader("status", "draft"), map.Headers[2]);
        Assert.Equal(["1 equivalent male", "여 equal female", "X unmatched "], map.ConceptMaps[0].Lines.Select(line => $"{line.SourceCode} {line.Equivalence} {line.TargetCode}"));
        Assert.Equal("a man", map.ConceptMaps[0].Lines[0].Comments.Behind);
        Assert.Equal(("A", "what comes in"), (map.Uses[0].Alias, map.Uses[0].Comments.Behind));
        Assert.Equal(ModelMode.Produced, map.Uses[1].Mode);
        Assert.Equal("urn:other/*", map.Imports[0].Url);
        Assert.Equal(("base", TypeMode.TypeAndTypes, "the entry"), (map.Groups[0].Extends, map.Groups[0].TypeMode, map.Groups[0].Comments.Before[0]));
    }

    [Theory]
    [InlineData("map \"urn:m\" = m", 1, 16, "'group'", "the end of the text")]
    [InlineData("map 'urn:m' = \"m\"\ngroup g(source s) {\n  s.a -> ;\n}", 3, 10, "a target", ";")]
    [InlineData("map 'urn:m' = \"m\"\ngroup g(source s) {\n  s.a -> t.b\n}", 4, 1, "then, a name in double quotes or ';'", "}")]
    [InlineData("map 'urn:m' = \"m\"\ngroup g(source 이름) {}", 2, 16, "a token of the mapping language (other names stand in `backticks`)", "이")]
    [InlineData("map 'urn:m' = \"m\"\ngroup g(source s) { s where (a.b( -> t; }", 2, 42, "')'", "the end of the text")]
    [InlineData("map 'urn:m", 1, 5, "the closing '", "the end of the text")]
    [InlineData("map 'urn:m' = 'm'\ngroup g(source s) { s -> t.a = 'it\\q'; }", 2, 35, "one of \\' \\\" \\` \\\\ \\/ \\r \\n \\t \\f \\uXXXX", "\\q")]
    public void A_syntax_error_says_where_what_was_expected_and_what_stands_there(string text, int line, int column, string expected, string found)
    {
        var issue = Assert.Single(FmlParser.Parse(text).Issues);

        Assert.Equal(("fml-syntax", line, column, expected, found), (issue.Rule, issue.Line, issue.Column, issue.Expected, issue.Found));
    }

    [Fact]
    public void One_text_tells_all_its_mistakes_each_at_its_place()
    {
        var issues = FmlParser.Parse("""
            map "urn:m" = "m"
            uses "urn:a" alias A as origin
            group one(source s, target t) {
              s.a -> t.b;
              s.c -> = 'x';
              s.d as d -> t.d = d "fine";
              s.e -> t.e then { s.f -> t.f s.g -> t.g; s.h -> ; s.i -> t.i; } "inner";
            }
            group two(source s target t) { s.a -> t.a; }
            group three(source s, target t) {
              s.a -> t.a = 'it\q';
              s.b => t.b;
            group four(source s, target t) { s.a -> t.a }
            """).Issues;

        Assert.Equal([(2, 25), (5, 10), (7, 32), (7, 51), (9, 20), (11, 19), (12, 7), (13, 1), (13, 45)], issues.Select(issue => (issue.Line!.Value, issue.Column!.Value)));
        Assert.All(issues, issue => Assert.Equal("fml-syntax", issue.Rule));
    }

    [Fact]
    public void Declarations_may_stand_in_any_order_and_constants_markdown_and_lists_of_equal_names_are_read()
    {
        var map = FmlParser.Parse(""""
            /// url = 'urn:m'
            /// description = """
            one
            two
            """
            /// experimental = true
            uses "urn:a" as source
            conceptmap "#x" { prefix s = "urn:s" s:a -- }
            imports "urn:b"
            uses "urn:b" as target
            let system = 'urn:system';
            group g(source s, target t) {
              s.a -> t.b: id, active "both";
              s.a as a -> t.c = evaluate(a, iif(a.exists(), "yes", 'no')), t.d = truncate(a, 1 + 2) as d collate, t.n share "name";
            }
            """").Value!;

        Assert.Equal(["url", "description", "experimental"], map.Headers.Select(header => header.Key));
        Assert.Equal("one\ntwo", map.Headers[1].Value);
        Assert.Equal((2, 1, 1, 1), (map.Uses.Count, map.ConceptMaps.Count, map.Imports.Count, map.Constants.Count));
        Assert.Equal(("system", "'urn:system'"), (map.Constants[0].Name, map.Constants[0].Value.Text));
        var (batch, rule) = (map.Groups[0].Rules[0], map.Groups[0].Rules[1]);
        Assert.Equal(["a.id b.id", "a.active b.active"], batch.Rules!.Select(inner => $"{string.Join('.', inner.Sources[0].Path)} {string.Join('.', inner.Targets[0].Path)}"));
        Assert.Equal("iif(a.exists(), \"yes\", 'no')", rule.Targets[0].Transform!.Call!.Arguments[1].Expression!.Text);
        Assert.Equal("1 + 2", rule.Targets[1].Transform!.Call!.Arguments[1].Expression!.Text);
        Assert.Equal([TargetListMode.Collate], rule.Targets[1].ListModes);
        Assert.Equal("name", rule.Targets[2].ShareId);
    }

    [Fact]
    public void Nesting_has_a_bound()
    {
        var text = Group(string.Concat(Enumerable.Repeat("src then {", 5000)));

        Assert.Contains("nested", Assert.Single(FmlParser.Parse(text).Issues).Expected, StringComparison.Ordinal);
    }
}
