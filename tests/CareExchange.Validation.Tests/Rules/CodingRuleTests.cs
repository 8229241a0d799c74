using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Terminology.ValueSets;
using CareExchange.Validation.Compilation;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests.Rules;

public class CodingRuleTests
{
    private const string Kcd = "http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8";

    [Theory]
    [InlineData("http://hl7.org/fhir/administrative-gender", "female", "Female", "")]
    [InlineData("http://hl7.org/fhir/administrative-gender", "woman", null, "Error code-unknown at Observation.code.coding[0]")]
    [InlineData("http://hl7.org/fhir/administrative-gender", "female", "여성", "Warning code-display at Observation.code.coding[0].display")]
    [InlineData("http://hl7.org/fhir/administrative-gender", "female", "FEMALE", "")]
    [InlineData(null, "female", null, "Warning coding-system at Observation.code.coding[0]")]
    [InlineData("administrative-gender", "female", null, "Error coding-system-relative at Observation.code.coding[0]")]
    [InlineData("http://hl7.org/fhir/ValueSet/administrative-gender", "female", null, "Error coding-system-value-set at Observation.code.coding[0]")]
    [InlineData("http://loinc.org|2.77", "8867-4", null, "Error coding-system-invalid at Observation.code.coding[0]")]
    [InlineData("http://loinc.org", "8867-4", "whatever it is called", "")]
    [InlineData("http://loinc.org", "8867-5", null, "Warning code-shape at Observation.code.coding[0]")]
    [InlineData("http://snomed.info/sct", "38341003", null, "")]
    [InlineData(Kcd, "I63.9", null, "")]
    [InlineData(Kcd, "뇌경색", null, "Warning code-shape at Observation.code.coding[0]")]
    [InlineData("urn:nobody", "x", null, "")]
    [Trait("pain", "14")]
    public void A_coding_names_a_code_that_exists_or_cannot_be_judged(string? system, string code, string? display, string expected) =>
        Assert.Equal(expected, Told(Observation(system, code, display), ValidationOptions.Default));

    [Theory]
    [InlineData("mm[Hg]", "")]
    [InlineData("mmHg", "Warning code-shape at Observation.value")]
    [InlineData("{score}", "")]
    public void The_unit_of_a_quantity_is_UCUM(string unit, string expected) => Assert.Equal(expected, Told(
        $$$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1,"unit":"x","system":"http://unitsofmeasure.org","code":"{{{unit}}}"}}""",
        ValidationOptions.Default));

    [Fact]
    public void Strict_validation_refuses_what_cannot_be_a_code_and_says_what_it_could_not_judge()
    {
        Assert.StartsWith("Error code-shape", Told(Observation("http://loinc.org", "8867-5", null), new() { RefusesMisshapenCodes = true }), StringComparison.Ordinal);
        Assert.StartsWith("Information code-not-evaluated", Told(Observation(Kcd, "I63.9", null), new() { ReportsUnevaluatedCodes = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_without_fault_cost_no_memory()
    {
        var run = new ValidationRun(new RuleTreeCompiler(Schema.R4, new ValueSetMembership(Schema.R4)), ValidationOptions.Default, 10);
        var rule = new CodingRule(isQuantity: false);
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(
            """{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://hl7.org/fhir/administrative-gender","code":"female","display":"Female"},{"system":"http://loinc.org","code":"8867-4"},{"system":"urn:nobody","code":"x"}]}}"""), Schema.R4).Value!;
        foreach (var coding in document.Root["code"].Children("coding"))
        {
            // Unoptimized code boxes flags and vectors wherever children are walked; the rule must add nothing to that.
            Assert.True(Enumerable.Range(0, 300).Any(_ => Cost(() => rule.Check(coding, run)) <= Cost(() => Walk(coding))), coding["system"].Text);
        }

        static long Cost(Action act)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++) act();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        static void Walk(Element coding)
        {
            foreach (var child in coding.Children()) _ = child.JsonName;
        }
    }

    private static string Observation(string? system, string code, string? display)
    {
        var parts = new[] { system is null ? null : $"\"system\":\"{system}\"", $"\"code\":\"{code}\"", display is null ? null : $"\"display\":\"{display}\"" };
        return $$$"""{"resourceType":"Observation","status":"final","code":{"coding":[{ {{{string.Join(',', parts.OfType<string>())}}} }]}}""";
    }

    private static string Told(string json, ValidationOptions options)
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;
        return string.Join(' ', new ResourceValidator(Schema.R4).Validate(document.Root, options)
            .Where(issue => issue.Rule.StartsWith("cod", StringComparison.Ordinal)).Select(issue => $"{issue.Severity} {issue.Rule} at {issue.Expression}"));
    }
}
