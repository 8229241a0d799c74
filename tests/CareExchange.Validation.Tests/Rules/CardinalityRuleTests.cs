namespace CareExchange.Validation.Tests.Rules;

public class CardinalityRuleTests
{
    [Theory]
    [InlineData("""{"resourceType":"Observation","status":"final"}""", "cardinality-min at Observation")]
    [InlineData("""{"resourceType":"Patient","communication":[{"preferred":true}]}""", "cardinality-min at Patient.communication[0]")]
    [InlineData("""{"resourceType":"Patient","deceasedBoolean":true,"deceasedDateTime":"2026-01-01"}""", "cardinality-max at Patient")]
    public void A_count_outside_the_bounds_is_refused(string json, string expected) => Assert.Equal([expected], Judge.Errors(json));

    [Fact]
    public void The_issue_says_which_element_is_missing_and_where()
    {
        var issue = Assert.Single(Judge.Issues("{\"resourceType\":\"Observation\",\n \"status\":\"final\"}"), issue => issue.IsError);

        Assert.Equal(("structure", "code 1..1", "0", 1, 1), (issue.Code, issue.Expected, issue.Found, issue.Line, issue.Column));
        Assert.Equal(("'code' is missing.", "'code' 항목이 없습니다."), (issue.English, issue.Korean));
    }

    [Fact]
    public void A_primitive_with_only_extensions_counts() => Assert.Empty(Judge.Errors(
        """
        {"resourceType":"Observation","status":"final","code":{"text":"x"},
         "_issued":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}}
        """));
}
