using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Tests.Rules;

public class InvariantRuleTests
{
    [Theory]
    [InlineData("""{"resourceType":"Patient","contact":[{"relationship":[{"text":"딸"}]}]}""", "pat-1 at Patient.contact[0]")]
    [InlineData("""{"resourceType":"Patient","extension":[{"url":"http://example.org/x"}]}""", "ext-1 at Patient.extension[0]")]
    [InlineData("""{"resourceType":"Patient","identifier":[{"period":{"start":"2026-02-01","end":"2026-01-01"},"value":"1"}]}""", "per-1 at Patient.identifier[0].period")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}]}""", "dom-3 at Patient.contained[0]")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"referenceRange":[{"low":{"value":1,"comparator":"<"}}]}""", "sqty-1 at Observation.referenceRange[0].low")]
    public void A_constraint_that_is_not_true_is_refused(string json, string expected) => Assert.Equal([expected], Judge.Errors(json));

    [Fact]
    public void A_best_practice_is_a_warning()
    {
        var issue = Assert.Single(Judge.Issues("""{"resourceType":"Patient","name":[{"text":"김가온(가명)"}]}"""), issue => issue.Rule == "dom-6");

        Assert.Equal((IssueSeverity.Warning, "invariant"), (issue.Severity, issue.Code));
    }

    [Fact]
    public void Inside_a_Bundle_each_entry_is_its_own_root() => Assert.Empty(Judge.Errors(
        """
        {"resourceType":"Bundle","type":"collection","entry":[
          {"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520","resource":{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","name":"x"}],"managingOrganization":{"reference":"#o"}}},
          {"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239521","resource":{"resourceType":"Patient"}}]}
        """));
}
