using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Terminology.Tests.ValueSets;

public class ValueSetCompilerTests
{
    private const string Care = "urn:careexchange:care";
    private const string Unknown = "urn:careexchange:nobody-has-it";

    // care ─ bath ─ bath-bed        meal (property cold = true)        nurse (no property)
    private static readonly CodeSystemDefinition System = new(Care, "1", "complete", isCaseSensitive: true, valueSet: null,
    [
        new("bath", "목욕", -1, []),
        new("bath-bed", "침상 목욕", 0, []),
        new("meal", "식사", -1, [("cold", "true")]),
        new("nurse", "방문 간호", -1, []),
    ]);

    [Theory]
    [InlineData("is-a", "concept", "bath", "bath bath-bed")]
    [InlineData("descendent-of", "concept", "bath", "bath-bed")]
    [InlineData("is-not-a", "concept", "bath", "meal nurse")]
    [InlineData("generalizes", "concept", "bath-bed", "bath bath-bed")]
    [InlineData("=", "cold", "true", "meal")]
    [InlineData("=", "parent", "bath", "bath-bed")]
    [InlineData("in", "code", "meal, nurse", "meal nurse")]
    [InlineData("not-in", "code", "meal,nurse", "bath bath-bed")]
    [InlineData("regex", "code", "bath.*", "bath bath-bed")]
    [InlineData("regex", "display", "침상.*", "bath-bed")]
    [InlineData("exists", "cold", "true", "meal")]
    [InlineData("exists", "cold", "false", "bath bath-bed nurse")]
    public void A_filter_selects_concepts(string op, string property, string value, string expected) =>
        Assert.Equal(expected, Codes(Compile([Select(filters: [new(property, op, value)])])));

    [Theory]
    [InlineData("is-a", "concept", "no-such-concept")]
    [InlineData("regex", "code", "(")]
    [InlineData("exists", "cold", "maybe")]
    [InlineData("no-such-operator", "code", "x")]
    public void A_filter_that_makes_no_sense_evaluates_nothing(string op, string property, string value)
    {
        var codes = Compile([Select(filters: [new(property, op, value)])]);

        Assert.Null(codes.Contains(Care, "bath"));
        Assert.False(codes.Contains("urn:other", "bath"));
    }

    [Fact]
    public void All_filters_have_to_pass() => Assert.Equal("bath-bed", Codes(Compile([Select(filters: [new("concept", "is-a", "bath"), new("code", "regex", ".*-bed")])])));

    [Fact]
    public void Excludes_are_taken_out_of_all_includes() => Assert.Equal("bath nurse", Codes(Compile(
        [Select(concepts: ["bath", "meal"]), Select(concepts: ["nurse", "meal"])],
        [Select(concepts: ["meal"])])));

    [Fact]
    public void An_imported_value_set_narrows_its_include()
    {
        var imported = new ValueSetDefinition("urn:imported", null, [Select(concepts: ["bath", "meal"])], []);

        Assert.Equal("bath", Codes(Compile([Select(filters: [new("concept", "is-a", "bath")], valueSets: ["urn:imported"])], [], imported)));
        Assert.Equal("bath meal", Codes(Compile([new(null, null, [], [], ["urn:imported"])], [], imported)));
    }

    [Fact]
    public void What_is_unknown_refuses_nothing_and_confirms_nothing()
    {
        var union = Compile([Select(concepts: ["bath"]), new(Unknown, null, [], [], [])]);
        var narrowed = Compile([Select(concepts: ["bath"], valueSets: ["urn:nobody-has-it-either"])]);
        var reduced = Compile([Select(concepts: ["bath", "meal"])], [new(null, null, [], [], ["urn:nobody-has-it-either"])]);

        Assert.Equal((true, null, false), (union.Contains(Care, "bath"), union.Contains(Unknown, "x"), union.Contains(Care, "x")));
        Assert.Equal((null, false), (narrowed.Contains(Care, "bath"), narrowed.Contains(Care, "meal")));
        Assert.Equal((null, false), (reduced.Contains(Care, "bath"), reduced.Contains(Care, "x")));
        Assert.Null(union.Listed);
    }

    [Fact]
    public void Value_sets_that_import_each_other_evaluate_nothing_and_end()
    {
        var circle = new ValueSetDefinition("urn:imported", null, [new(null, null, [], [], ["urn:test"])], []);

        Assert.Null(Compile([new(null, null, [], [], ["urn:imported"])], [], circle).Contains(Care, "bath"));
    }

    [Fact]
    public void A_fragment_of_a_system_does_not_refuse_what_it_leaves_out()
    {
        var codes = Membership(System with { Content = "fragment" }, new ValueSetDefinition("urn:test", null, [Select()], [])).Find("urn:test");

        Assert.Equal((true, null), (codes.Contains(Care, "bath"), codes.Contains(Care, "something-else")));
    }

    [Fact]
    public void Case_matters_where_the_system_says_so()
    {
        var strict = Compile([Select()]);
        var lenient = Membership(System with { IsCaseSensitive = false }, new ValueSetDefinition("urn:test", null, [Select()], [])).Find("urn:test");

        Assert.Equal((false, true), (strict.Contains(Care, "BATH"), lenient.Contains(Care, "BATH")));
    }

    private static ValueSetSelection Select(string[]? concepts = null, ValueSetFilter[]? filters = null, string[]? valueSets = null) =>
        new(Care, null, [.. (concepts ?? []).Select(code => new ValueSetConcept(code, null))], filters ?? [], valueSets ?? []);

    private static CodeSet Compile(ValueSetSelection[] include, ValueSetSelection[]? exclude = null, params ValueSetDefinition[] others) =>
        Membership(System, [new("urn:test", null, include, exclude ?? []), .. others]).Find("urn:test");

    private static ValueSetMembership Membership(CodeSystemDefinition system, params ValueSetDefinition[] valueSets) => new(new Schema(
        [new DefinitionPack { Name = "test", Version = "1", Types = [], SearchParameters = [], Compartments = [], Operations = [], ValueSets = new(valueSets), CodeSystems = new([system]) }]));

    private static string Codes(CodeSet set) => string.Join(' ', (set.Listed ?? []).Select(entry => entry.Code).Order(StringComparer.Ordinal));
}
