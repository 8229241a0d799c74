using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests.Rules;

public class PatternRuleTests
{
    [Theory]
    [InlineData("""{"coding":[{"system":"s","code":"c","display":"more"}],"text":"more"}""", true)]
    [InlineData("""{"coding":[{"system":"other","code":"c"},{"code":"c","system":"s"}]}""", true)]
    [InlineData("""{"coding":[{"system":"s","code":"d"},{"system":"t","code":"c"}]}""", false)]
    [InlineData("""{"text":"c"}""", false)]
    public void A_value_that_holds_the_pattern_may_hold_more(string json, bool isRight)
    {
        var run = Judge.Run();

        new PatternRule(Concept("""{"coding":[{"system":"s","code":"c"}]}""")).Check(Concept(json).Root, run);

        Assert.Equal(isRight ? [] : ["pattern"], run.Issues.Select(issue => issue.Rule));
    }

    private static FhirDocument Concept(string json) => FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4, "CodeableConcept").Value!;
}
