using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests.Rules;

public class FixedValueRuleTests
{
    [Theory]
    [InlineData("CodeableConcept", """{"coding":[{"system":"s","code":"c"}]}""", """{ "coding": [ {"code":"c", "system":"s"} ] }""", true)]
    [InlineData("CodeableConcept", """{"coding":[{"system":"s","code":"c"}]}""", """{"coding":[{"system":"s","code":"c","display":"more"}]}""", false)]
    [InlineData("CodeableConcept", """{"coding":[{"code":"a"},{"code":"b"}]}""", """{"coding":[{"code":"b"},{"code":"a"}]}""", false)]
    [InlineData("uri", "\"http://a\"", "\"http:\\/\\/a\"", true)]
    [InlineData("uri", "\"http://a\"", "\"http://b\"", false)]
    [InlineData("decimal", "1.50", "1.5", false)]
    public void The_value_is_the_fixed_one_and_nothing_more(string type, string wanted, string json, bool isRight)
    {
        var run = Judge.Run();

        new FixedValueRule(Value(type, wanted)).Check(Value(type, json).Root, run);

        Assert.Equal(isRight ? [] : ["fixed-value"], run.Issues.Select(issue => issue.Rule));
    }

    private static FhirDocument Value(string type, string json) => FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4, type).Value!;
}
