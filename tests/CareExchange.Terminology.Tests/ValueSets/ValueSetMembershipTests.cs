using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Terminology.Tests.ValueSets;

public class ValueSetMembershipTests
{
    private static readonly ValueSetMembership R4 = new(Schema.R4);

    [Theory]
    [InlineData("administrative-gender", "http://hl7.org/fhir/administrative-gender", "female", true)]
    [InlineData("administrative-gender", "http://example.org/other", "female", false)]
    [InlineData("administrative-gender|4.0.1", null, "female", true)]
    [InlineData("administrative-gender", null, "Female", false)]
    [InlineData("units-of-time", "http://unitsofmeasure.org", "wk", true)]
    [InlineData("units-of-time", "http://unitsofmeasure.org", "kg", false)]
    [InlineData("all-types", null, "Patient", true)]
    [InlineData("all-types", null, "HumanName", true)]
    [InlineData("all-types", null, "Nothing", false)]
    [InlineData("no-such-set", null, "x", null)]
    public void A_value_set_holds_what_its_compose_says(string valueSet, string? system, string code, bool? expected) =>
        Assert.Equal(expected, R4.Contains($"http://hl7.org/fhir/ValueSet/{valueSet}", system, code));

    [Theory]
    [InlineData("all-languages", "ko", true)]
    [InlineData("all-languages", "ko-KR", true)]
    [InlineData("all-languages", "zh-Hant-TW", true)]
    [InlineData("all-languages", "x-care", true)]
    [InlineData("all-languages", "k", false)]
    [InlineData("all-languages", "xx", false)]
    [InlineData("all-languages", "ko_KR", false)]
    [InlineData("mimetypes", "application/fhir+json; charset=utf-8", true)]
    [InlineData("mimetypes", "application/pdf", true)]
    [InlineData("mimetypes", "json", true)]
    [InlineData("mimetypes", "a pdf", false)]
    [InlineData("currencies", "KRW", true)]
    [InlineData("currencies", "KRO", false)]
    [InlineData("ucum-units", "mm[Hg]", true)]
    [InlineData("ucum-units", "{seizures}/wk", true)]
    [InlineData("ucum-units", "m g", false)]
    [InlineData("iso3166-1-3", "KOR", null)]
    [InlineData("iso3166-1-3", "KR", false)]
    [InlineData("iso3166-1-2", "KR", true)]
    [InlineData("timezones", "Asia/Seoul", null)]
    public void Systems_without_a_list_are_asked_for_their_grammar(string valueSet, string code, bool? expected) =>
        Assert.Equal(expected, R4.Contains($"http://hl7.org/fhir/ValueSet/{valueSet}", null, code));

    // v3-ActEncounterCode takes the concepts below _ActEncounterCode; nesting and properties both say what is below.
    [Theory]
    [InlineData("AMB", true)]
    [InlineData("IMP", true)]
    [InlineData("ACUTE", true)]
    [InlineData("OBSENC", true)]
    [InlineData("FLD", true)]
    [InlineData("MARRD", false)]
    public void A_filter_takes_what_stands_below_a_concept(string code, bool expected) =>
        Assert.Equal(expected, R4.Contains("http://terminology.hl7.org/ValueSet/v3-ActEncounterCode", "http://terminology.hl7.org/CodeSystem/v3-ActCode", code));

    [Fact]
    public void Every_value_set_of_R4_compiles_and_lists_only_what_it_holds()
    {
        foreach (var definition in Schema.R4.Packs.SelectMany(pack => pack.ValueSets.Value))
        {
            var codes = R4.Find(definition.Url);
            foreach (var (system, code) in codes.Listed ?? []) Assert.True(codes.Contains(system, code), $"{definition.Url}: {system}#{code}");
        }
    }

    [Fact]
    public void Value_sets_are_compiled_once() =>
        Assert.Same(R4.Find("http://hl7.org/fhir/ValueSet/task-status"), R4.Find("http://hl7.org/fhir/ValueSet/task-status|4.0.1"));
}
