using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.CodeSystems;
using CareExchange.Terminology.ConceptMaps;
using CareExchange.Terminology.Operations;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Terminology.Tests.Operations;

public class TerminologyParametersTests
{
    private const string Encounter = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static readonly ValueSetMembership R4 = new(Schema.R4);

    [Fact]
    public void A_verdict_is_told_as_result_and_display()
    {
        var json = Text(TerminologyParameters.ValidateCode(new CodeValidator(R4).Validate(null, "http://hl7.org/fhir/administrative-gender", null, "female")));

        Assert.Contains("""{"name":"result","valueBoolean":true},{"name":"display","valueString":"Female"}""", json, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_told_in_either_language()
    {
        var json = Text(TerminologyParameters.ValidateCode(new CodeValidator(R4).Validate(null, "http://hl7.org/fhir/administrative-gender", null, "x"), isKorean: true));

        Assert.Contains("코드 체계에 없는 코드입니다.", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lookup_tells_parents_children_and_status()
    {
        var lookup = new ConceptLookup(R4.Systems);
        var json = Text(TerminologyParameters.Lookup(lookup.Lookup(Encounter, null, "IMP").Value!));

        Assert.Contains("""{"name":"code","valueCode":"parent"},{"name":"value","valueCode":"_ActEncounterCode"}""", json, StringComparison.Ordinal);
        Assert.Contains("""{"name":"code","valueCode":"child"},{"name":"value","valueCode":"ACUTE"}""", json, StringComparison.Ordinal);
        Assert.Contains("""{"name":"code","valueCode":"inactive"},{"name":"value","valueBoolean":false}""", json, StringComparison.Ordinal);
        Assert.Equal("code-system-unknown", Assert.Single(lookup.Lookup("http://loinc.org", null, "8867-4").Issues).Rule);
        Assert.Equal("code-unknown", Assert.Single(lookup.Lookup(Encounter, null, "nothing").Issues).Rule);
    }

    [Theory]
    [InlineData("IMP", "ACUTE", "subsumes")]
    [InlineData("ACUTE", "IMP", "subsumed-by")]
    [InlineData("ACUTE", "ACUTE", "equivalent")]
    [InlineData("ACUTE", "AMB", "not-subsumed")]
    public void Codes_stand_to_each_other(string first, string second, string expected)
    {
        var outcome = new ConceptLookup(R4.Systems).Subsumes(Encounter, null, first, second).Value!;

        Assert.Equal(expected, outcome);
        Assert.Contains($$"""{"name":"outcome","valueCode":"{{expected}}"}""", Text(TerminologyParameters.Subsumes(outcome)), StringComparison.Ordinal);
    }

    [Fact]
    public void Translations_and_expansions_are_resources()
    {
        var translation = new Translation([new("equivalent", "urn:s", "c", "이름", "urn:map", [])]);
        var expansion = new ValueSetExpander(R4).Expand("http://hl7.org/fhir/ValueSet/administrative-gender").Value!;

        Assert.Contains("""{"name":"concept","valueCoding":{"system":"urn:s","code":"c","display":"이름"}}""", Text(TerminologyParameters.Translate(translation)), StringComparison.Ordinal);
        Assert.StartsWith(
            """{"resourceType":"ValueSet","url":"http://hl7.org/fhir/ValueSet/administrative-gender","version":"4.0.1","name":"AdministrativeGender","status":"active","expansion":{"timestamp":"2026-11-22T01:00:00+09:00","total":4,""",
            Text(ExpansionWriter.Write(expansion, ExpansionRequest.All, new(2026, 11, 22, 1, 0, 0, TimeSpan.FromHours(9)))),
            StringComparison.Ordinal);
    }

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
