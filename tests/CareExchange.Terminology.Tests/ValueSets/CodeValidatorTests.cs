using CareExchange.Fhir.Definitions;
using CareExchange.Terminology.ValueSets;

namespace CareExchange.Terminology.Tests.ValueSets;

public class CodeValidatorTests
{
    private const string Gender = "http://hl7.org/fhir/administrative-gender";
    private const string GenderSet = "http://hl7.org/fhir/ValueSet/administrative-gender";
    private static readonly CodeValidator R4 = new(new ValueSetMembership(Schema.R4));

    [Theory]
    [InlineData(GenderSet, Gender, "female", "Female", true, "")]
    [InlineData(GenderSet, null, "female", null, true, "")]
    [InlineData(null, Gender, "female", " FEMALE ", true, "")]
    [InlineData(null, Gender, "female", "여성", true, "code-display")]
    [InlineData(null, Gender, "woman", null, false, "code-unknown")]
    [InlineData(GenderSet, Gender, "woman", null, false, "value-set-member code-unknown")]
    [InlineData(GenderSet, null, "woman", null, false, "value-set-member")]
    [InlineData(null, "http://loinc.org", "8867-4", null, null, "code-not-evaluated")]
    [InlineData(null, "http://loinc.org", "8867-5", null, false, "code-shape")]
    [InlineData(null, "http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8", "I63.9", null, null, "code-not-evaluated")]
    [InlineData(null, "http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8", "뇌경색", null, null, "code-shape code-not-evaluated")]
    [InlineData(null, "http://unitsofmeasure.org", "mg/dL", null, true, "")]
    [InlineData("http://unitsofmeasure.org/vs", "http://unitsofmeasure.org", "mg/dL", null, true, "")]
    [InlineData("http://snomed.info/sct?fhir_vs=ecl/%3C%2038341003", "http://snomed.info/sct", "38341003", null, null, "code-not-evaluated")]
    [InlineData("urn:no-such-set", Gender, "female", null, null, "value-set-unknown")]
    [InlineData("http://hl7.org/fhir/ValueSet/v3-ActEncounterCode", "http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", null, true, "")]
    [InlineData(null, "http://terminology.hl7.org/CodeSystem/v3-ActCode", "_ActEncounterCode", null, false, "code-abstract")]
    public void A_code_is_judged(string? valueSet, string? system, string code, string? display, bool? isMember, string rules)
    {
        var verdict = R4.Validate(valueSet, system, null, code, display);

        Assert.Equal(isMember, verdict.IsMember);
        Assert.Equal(rules, string.Join(' ', verdict.Issues.Select(issue => issue.Rule)));
    }

    [Fact]
    public void The_verdict_tells_system_version_and_display()
    {
        var verdict = R4.Validate(GenderSet, null, null, "female");

        Assert.Equal((Gender, "4.0.1", "Female"), (verdict.System, verdict.Version, verdict.Display));
    }

    [Fact]
    public void Of_several_codings_one_member_is_enough()
    {
        var verdict = R4.Validate(GenderSet, [("urn:x", null, "y", null), (Gender, null, "male", null)]);

        Assert.True(verdict.IsMember);
        Assert.Equal("male", verdict.Code);
        Assert.False(R4.Validate(GenderSet, []).IsMember);
    }
}
