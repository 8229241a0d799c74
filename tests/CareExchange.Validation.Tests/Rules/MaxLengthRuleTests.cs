using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests.Rules;

public class MaxLengthRuleTests
{
    [Theory]
    [InlineData("\"가나다\"", 3, true)]
    [InlineData("\"가나다라\"", 3, false)]
    [InlineData("\"\\uAC00\\uB098\\uB2E4\"", 3, true)]
    [InlineData("\"😀😀😀\"", 3, true)]
    [InlineData("\"\"", 0, true)]
    [InlineData("12345", 3, true)]
    public void Text_is_counted_in_characters(string json, int most, bool isRight)
    {
        var element = FhirDocument.Parse(System.Text.Encoding.UTF8.GetBytes(json), Schema.R4, "string").Value!.Root;
        var run = Judge.Run();

        new MaxLengthRule(most).Check(element, run);

        Assert.Equal(isRight, run.Issues.Count == 0);
    }

    [Fact]
    public void A_string_is_at_most_one_mebibyte_of_characters()
    {
        Assert.Empty(Judge.Patient($"\"name\":[{{\"text\":\"{new string('a', 1024 * 1024)}\"}}]"));
        Assert.Equal(["max-length at Patient.name[0].text"], Judge.Patient($"\"name\":[{{\"text\":\"{new string('a', (1024 * 1024) + 1)}\"}}]"));
    }
}
