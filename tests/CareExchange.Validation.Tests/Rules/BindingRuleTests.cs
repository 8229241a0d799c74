using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Tests.Rules;

public class BindingRuleTests
{
    [Theory]
    [InlineData("\"gender\":\"woman\"", "binding-required at Patient.gender")]
    [InlineData("\"gender\":\"FEMALE\"", "binding-required at Patient.gender")]
    [InlineData("\"name\":[{\"use\":\"pen\",\"text\":\"x\"}]", "binding-required at Patient.name[0].use")]
    [InlineData("\"photo\":[{\"contentType\":\"not a type\",\"title\":\"x\"}]", "binding-required at Patient.photo[0].contentType")]
    [InlineData("\"language\":\"k\"", "binding-maximum at Patient.language")]
    [InlineData("\"language\":\"xx\"", "binding-maximum at Patient.language")]
    public void A_code_outside_a_required_value_set_is_refused(string properties, string expected) => Assert.Equal([expected], Judge.Patient(properties));

    [Theory]
    [InlineData("\"gender\":\"female\"")]
    [InlineData("\"gender\":\"fem\\u0061le\"")]
    [InlineData("\"language\":\"ko-KR\"")]
    [InlineData("\"_gender\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"unknown\"}]}")]
    [InlineData("\"maritalStatus\":{\"text\":\"사별\"}")]
    [InlineData("\"maritalStatus\":{\"coding\":[{\"system\":\"urn:x:y\",\"code\":\"z\"},{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus\",\"code\":\"W\"}]}")]
    public void A_code_inside_it_or_a_weaker_binding_is_right(string properties) => Assert.Empty(Judge.Patient(properties));

    [Fact]
    public void A_code_outside_an_extensible_value_set_is_a_warning()
    {
        var issue = Assert.Single(Judge.Issues("""{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"urn:careexchange:seodaemun:marital","code":"사별"}]}}"""), issue => issue.Rule.StartsWith("binding", StringComparison.Ordinal));

        Assert.Equal(("binding-extensible", IssueSeverity.Warning), (issue.Rule, issue.Severity));
    }

    [Fact]
    public void A_short_list_is_told()
    {
        var issue = Assert.Single(Judge.Issues("""{"resourceType":"Patient","gender":"woman"}"""), issue => issue.IsError);

        Assert.Equal("code-invalid", issue.Code);
        Assert.StartsWith("http://hl7.org/fhir/ValueSet/administrative-gender", issue.Expected, StringComparison.Ordinal);
        Assert.All(["male", "female", "other", "unknown"], code => Assert.Contains(code, issue.Expected, StringComparison.Ordinal));
        Assert.Equal("woman", issue.Found);
    }

    [Theory]
    [InlineData("""{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]}""", true)]
    [InlineData("""{"coding":[{"system":"urn:careexchange:x","code":"y"},{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]}""", true)]
    [InlineData("""{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"better"}]}""", false)]
    [InlineData("""{"coding":[{"system":"urn:careexchange:x","code":"active"}]}""", false)]
    [InlineData("""{"text":"better"}""", false)]
    public void Of_a_concept_one_coding_of_the_value_set_is_enough(string clinicalStatus, bool isRight)
    {
        var errors = Judge.Errors($$$"""{"resourceType":"Condition","clinicalStatus":{{{clinicalStatus}}},"subject":{"reference":"Patient/1"}}""");

        Assert.Equal(isRight, !errors.Contains("binding-required at Condition.clinicalStatus"));
    }
}
