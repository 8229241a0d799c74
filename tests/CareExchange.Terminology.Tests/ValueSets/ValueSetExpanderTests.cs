using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Terminology.Tests.ValueSets;

public class ValueSetExpanderTests
{
    private const string Care = "urn:careexchange:care";

    // service ─ bath ─ bath-bed, bath-car; service ─ meal (retired); service is only a heading
    private static readonly CodeSystemDefinition System = new(Care, "1", "complete", true, "urn:careexchange:all-care",
    [
        new("service", "서비스", -1, [("notSelectable", "true")]),
        new("bath", "방문 목욕", 0, []) { Designations = [new("en", null, "Home bathing")] },
        new("bath-bed", "침상 목욕", 1, []) { Designations = [new("en", null, "Bed bath")] },
        new("bath-car", "차량 목욕", 1, []),
        new("meal", "식사 배달", 0, [("status", "retired")]),
    ]);

    [Fact]
    public void The_hierarchy_is_kept_and_counted()
    {
        var expansion = Expand();

        Assert.Equal("service(bath(bath-bed bath-car) meal)", Printed(expansion.Contains));
        Assert.Equal(5, expansion.Total);
        Assert.True(expansion.Contains[0].IsAbstract);
        Assert.Equal([$"{Care}|1"], expansion.UsedSystems);
    }

    [Fact]
    public void Nesting_can_be_refused_and_inactive_codes_left_out() =>
        Assert.Equal("service bath bath-bed bath-car", Printed(Expand(new() { ExcludesNested = true, IsActiveOnly = true }).Contains));

    [Theory]
    [InlineData("목욕", "bath bath-bed bath-car")]
    [InlineData("침상 목욕", "bath-bed")]
    [InlineData("BED bath", "bath-bed")]
    [InlineData("meal", "meal")]
    [InlineData("없음", "")]
    public void A_filter_asks_all_words_of_all_names(string filter, string expected) =>
        Assert.Equal(expected, Printed(Expand(new() { Filter = filter }).Contains));

    [Fact]
    public void A_page_tells_the_whole_number()
    {
        var page = Expand(new() { Offset = 1, Count = 2 });

        Assert.Equal("bath bath-bed", Printed(page.Contains));
        Assert.Equal((5, 1), (page.Total, page.Offset));
        Assert.Empty(Expand(new() { Count = 0 }).Contains);
    }

    [Theory]
    [InlineData("en", "Home bathing")]
    [InlineData("en-GB", "Home bathing")]
    [InlineData("fr", "방문 목욕")]
    [InlineData(null, "방문 목욕")]
    public void Displays_come_in_the_language_asked_for(string? language, string expected) =>
        Assert.Equal(expected, Expand(new() { DisplayLanguage = language, ExcludesNested = true }).Contains[1].Display);

    [Fact]
    public void Designations_are_listed_on_request() =>
        Assert.Equal("Bed bath", Assert.Single(Expand(new() { IncludesDesignations = true, ExcludesNested = true }).Contains[2].Designations).Value);

    [Fact]
    public void The_value_sets_own_words_come_first()
    {
        var expansion = Expander(new ValueSetDefinition("urn:own", null, [new(Care, null, [new("bath", "목욕 서비스"), new("meal", null)], [], [])], [])).Expand("urn:own").Value!;

        Assert.Equal(["목욕 서비스", "식사 배달"], expansion.Contains.Select(code => code.Display));
    }

    [Fact]
    public void Excludes_imports_and_filters_work_together()
    {
        var washing = new ValueSetDefinition("urn:washing", null, [new(Care, null, [], [new("concept", "is-a", "bath")], [])], []);
        var own = new ValueSetDefinition("urn:own", null, [new(null, null, [], [], ["urn:washing"])], [new(Care, null, [new("bath-car", null)], [], [])]);

        Assert.Equal("bath(bath-bed)", Printed(Expander(washing, own).Expand("urn:own").Value!.Contains));
    }

    [Fact]
    public void The_set_of_all_codes_of_a_system_needs_no_definition() => Assert.Equal(5, Expander().Expand("urn:careexchange:all-care").Value!.Total);

    [Theory]
    [InlineData("http://hl7.org/fhir/ValueSet/ucum-units", "expansion-too-costly")]
    [InlineData("http://hl7.org/fhir/ValueSet/all-languages", "expansion-too-costly")]
    [InlineData("http://hl7.org/fhir/ValueSet/condition-code", "expansion-not-evaluated")]
    [InlineData("http://snomed.info/sct?fhir_vs", "expansion-not-evaluated")]
    [InlineData("urn:nobody", "value-set-unknown")]
    public void What_cannot_be_listed_is_said(string valueSet, string rule) =>
        Assert.Equal(rule, Assert.Single(new ValueSetExpander(new(Schema.R4)).Expand(valueSet).Issues).Rule);

    [Fact]
    public void A_long_list_is_too_costly_unless_a_page_is_asked_for()
    {
        var expander = new ValueSetExpander(new(Schema.R4));

        Assert.Equal("too-costly", Assert.Single(expander.Expand("http://terminology.hl7.org/ValueSet/v3-ActCode", new() { Limit = 100 }).Issues).Code);
        Assert.Equal(20, expander.Expand("http://terminology.hl7.org/ValueSet/v3-ActCode", new() { Limit = 100, Count = 20 }).Value!.Contains.Count);
    }

    [Fact]
    public void A_circle_of_imports_is_an_issue()
    {
        var circle = new ValueSetDefinition("urn:circle", null, [new(null, null, [], [], ["urn:circle"])], []);

        Assert.Equal("expansion-circular", Assert.Single(Expander(circle).Expand("urn:circle").Issues).Rule);
    }

    [Fact]
    public void Every_value_set_of_R4_expands_or_says_why_not()
    {
        var expander = new ValueSetExpander(new(Schema.R4));
        var membership = new ValueSetMembership(Schema.R4);
        foreach (var definition in Schema.R4.Packs.SelectMany(pack => pack.ValueSets.Value))
        {
            var outcome = expander.Expand(definition.Url, new() { ExcludesNested = true });
            if (outcome.Value is not { } expansion) Assert.NotEmpty(outcome.Issues);
            else Assert.All(expansion.Contains.Take(50), code => Assert.True(membership.Contains(definition.Url, code.System, code.Code) != false, $"{definition.Url}: {code.Code}"));
        }
    }

    private static ValueSetExpansion Expand(ExpansionRequest? request = null) =>
        Expander(new ValueSetDefinition("urn:test", null, [new(Care, null, [], [], [])], [])).Expand("urn:test", request).Value!;

    private static ValueSetExpander Expander(params ValueSetDefinition[] valueSets) => new(new(new Schema([new DefinitionPack
    {
        Name = "test",
        Version = "1",
        Types = [],
        SearchParameters = [],
        Compartments = [],
        Operations = [],
        ValueSets = new(valueSets),
        CodeSystems = new([System]),
    }])));

    private static string Printed(IEnumerable<ExpandedCode> codes) =>
        string.Join(' ', codes.Select(code => code.Contains.Count == 0 ? code.Code : $"{code.Code}({Printed(code.Contains)})"));
}
