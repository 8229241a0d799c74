using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests.Rules;

public class ReferenceTargetRuleTests
{
    private static readonly ValidationOptions AtTheirWord = new() { AssumesValidRestReferences = true };

    [Theory]
    [InlineData("\"reference\":\"Patient/1\"", "reference-target")]
    [InlineData("\"reference\":\"http://example.org/fhir/Patient/1\"", "reference-target")]
    [InlineData("\"reference\":\"Patient/1/_history/2\"", "reference-target")]
    [InlineData("\"reference\":\"Hospital/1\"", "reference-type")]
    [InlineData("\"reference\":\"#nobody\"", "reference-contained")]
    public void A_reference_to_a_type_that_is_not_permitted_is_refused(string reference, string rule) =>
        Assert.Equal([$"{rule} at Patient.managingOrganization.reference"], Judge.Patient(
            $$"""
            "managingOrganization":{{{reference}}}
            """,
            AtTheirWord));

    [Fact]
    public void What_the_text_of_a_reference_says_of_its_target_is_only_a_warning_unless_it_is_taken_at_its_word()
    {
        var issue = Assert.Single(Judge.Issues("""{"resourceType":"Patient","managingOrganization":{"reference":"Patient/1"}}"""), issue => issue.Rule == "reference-target");

        Assert.Equal((IssueSeverity.Warning, "Organization", "Patient"), (issue.Severity, issue.Expected, issue.Found));
    }

    [Theory]
    [InlineData("\"reference\":\"Organization/1\"")]
    [InlineData("\"reference\":\"Organization/1/_history/2\"")]
    [InlineData("\"reference\":\"https://example.org/fhir/Organization/1\"")]
    [InlineData("\"reference\":\"https://example.org/Dienste/1\"")]
    [InlineData("\"reference\":\"urn:uuid:c757873d-ec9a-4326-a141-556f43239520\"")]
    [InlineData("\"reference\":\"Organization?identifier=urn:x|1\"")]
    [InlineData("\"type\":\"Organization\",\"identifier\":{\"value\":\"1\"}")]
    [InlineData("\"display\":\"홍제 재택의료센터\"")]
    public void A_reference_whose_text_says_nothing_wrong_is_right(string reference) =>
        Assert.Empty(Judge.Patient($$"""
            "managingOrganization":{{{reference}}}
            """));

    [Fact]
    public void The_type_beside_a_reference_has_to_agree_with_it() => Assert.Equal(
        ["reference-type at Patient.managingOrganization.type"],
        Judge.Patient("\"managingOrganization\":{\"reference\":\"Organization/1\",\"type\":\"Patient\"}"));

    [Theory]
    [InlineData("Organization", "#o", null)]
    [InlineData("Practitioner", "#o", "reference-target")]
    public void A_contained_resource_is_of_a_permitted_type_too(string type, string reference, string? rule)
    {
        var errors = Judge.Patient($$"""
            "contained":[{"resourceType":"{{type}}","id":"o","identifier":[{"value":"1"}]}],"managingOrganization":{"reference":"{{reference}}"}
            """);

        Assert.Equal(rule is null ? [] : [$"{rule} at Patient.managingOrganization.reference"], errors);
    }
}
