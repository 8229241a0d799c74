namespace CareExchange.Validation.Tests.Rules;

public class UnknownElementRuleTests
{
    [Theory]
    [InlineData("\"nickname\":\"가온\"", "element-unknown at Patient.nickname")]
    [InlineData("\"name\":[{\"family\":\"김\"},{\"famly\":\"김\"}]", "element-unknown at Patient.name[1].famly")]
    [InlineData("\"fhir_comments\":[\"x\"]", "element-unknown at Patient.fhir_comments")]
    [InlineData("\"_name\":[{\"id\":\"x\"}]", "element-unknown at Patient._name")]
    [InlineData("\"contact\":[{\"name\":{\"text\":\"x\"},\"resourceType\":\"Patient\"}]", "element-unknown at Patient.contact[0].resourceType")]
    [InlineData("\"deceasedString\":\"yes\"", "type-not-allowed at Patient.deceasedString")]
    [InlineData("\"multipleBirthDecimal\":1.5", "type-not-allowed at Patient.multipleBirthDecimal")]
    public void A_property_without_definition_is_refused(string properties, string expected) => Assert.Contains(expected, Judge.Patient(properties));

    [Fact]
    public void A_choice_with_a_wrong_type_is_told_which_types_there_are()
    {
        var issue = Assert.Single(Judge.Issues("""{"resourceType":"Patient","deceasedString":"yes"}"""), issue => issue.IsError);

        Assert.Equal(("deceasedBoolean | deceasedDateTime", "deceasedString"), (issue.Expected, issue.Found));
    }
}
