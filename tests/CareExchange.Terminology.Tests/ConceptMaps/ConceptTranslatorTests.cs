using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ConceptMaps;

namespace CareExchange.Terminology.Tests.ConceptMaps;

public class ConceptTranslatorTests
{
    private const string Dialect = "urn:careexchange:dialect";
    private const string Care = "urn:careexchange:care";

    private static readonly ConceptMapDefinition Map = new("urn:map", "1", "urn:set:dialect", "urn:set:care",
    [
        new(Dialect, null, Care, null,
        [
            new("목욕", null, [new("bath", "방문 목욕", "wider", [], [])]),
            new("없음", null, [new(null, null, "unmatched", [], [])]),
            new("식사", null, [new("meal-hot", null, "equivalent", [new("urn:diet", null, "hot", null)], [new("urn:box", null, "warm", null)])]),
        ], new("other-map", null, null, "urn:rest")),
    ]);

    private static readonly ConceptMapDefinition Rest = new("urn:rest", "1", null, null,
        [new(Dialect, null, Care, null, [new("청소", null, [new("clean", null, "equal", [], [])])], new("fixed", "other", "기타", null))]);

    private static readonly ConceptTranslator Translator = new(new Schema([new DefinitionPack
    {
        Name = "test",
        Version = "1",
        Types = [],
        SearchParameters = [],
        Compartments = [],
        Operations = [],
        ValueSets = new([]),
        CodeSystems = new([]),
        ConceptMaps = new([Map, Rest]),
    }]));

    [Theory]
    [InlineData("목욕", true, "wider bath")]
    [InlineData("없음", false, "unmatched ")]
    [InlineData("청소", true, "equal clean")]
    [InlineData("무엇", true, "inexact other")]
    public void A_code_is_translated_or_handed_on(string code, bool succeeded, string expected)
    {
        var translation = Translator.Translate(new(Dialect, code) { Map = "urn:map" }).Value!;

        Assert.Equal(succeeded, translation.Succeeded);
        Assert.Equal(expected, string.Join(' ', translation.Matches.Select(match => $"{match.Equivalence} {match.Code}")));
    }

    [Fact]
    public void A_mapping_that_depends_on_more_waits_for_it()
    {
        var known = new TranslationRequest(Dialect, "식사") { Map = "urn:map", Dependencies = [new("urn:diet", null, "hot", null)] };

        Assert.Equal("meal-hot", Translator.Translate(known).Value!.Matches[0].Code);
        Assert.Equal("warm", Translator.Translate(known).Value!.Matches[0].Products[0].Value);
        Assert.DoesNotContain(Translator.Translate(known with { Dependencies = [] }).Value!.Matches, match => match.Code == "meal-hot");
    }

    [Fact]
    public void The_way_back_turns_the_equivalence_round()
    {
        var match = Assert.Single(Translator.Translate(new(Care, "bath") { Map = "urn:map", IsReverse = true }).Value!.Matches);

        Assert.Equal(("narrower", Dialect, "목욕"), (match.Equivalence, match.System, match.Code));
    }

    [Fact]
    public void Maps_are_found_by_what_they_map()
    {
        Assert.Equal("bath", Translator.Translate(new(Dialect, "목욕") { TargetValueSet = "urn:set:care|1" }).Value!.Matches[0].Code);
        Assert.Equal("concept-map-unknown", Assert.Single(Translator.Translate(new("urn:nobody", "x")).Issues).Rule);
        Assert.Equal("concept-map-unknown", Assert.Single(Translator.Translate(new(Dialect, "목욕") { Map = "urn:nobody" }).Issues).Rule);
    }

    [Fact]
    public void The_maps_of_R4_translate()
    {
        var translation = new ConceptTranslator(Schema.R4).Translate(new("http://hl7.org/fhir/administrative-gender", "male") { Map = "http://hl7.org/fhir/ConceptMap/cm-administrative-gender-v3" }).Value!;

        Assert.Equal("M", Assert.Single(translation.Matches).Code);
    }
}
