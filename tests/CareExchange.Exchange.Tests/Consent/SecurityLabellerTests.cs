using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Consent;
using Xunit;
using static CareExchange.Exchange.Tests.Consent.ConsentSamples;

namespace CareExchange.Exchange.Tests.Consent;

public sealed class SecurityLabellerTests
{
    private const string Kcd = "http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8";

    [Theory]
    [InlineData("F32.1", "PSY R")]
    [InlineData("f32.1", "PSY R")]
    [InlineData("F10.2", "ETH R")]
    [InlineData("B24", "HIV R")]
    [InlineData("T74.1", "R SDV")]
    [InlineData("F00.1", "R")]
    [InlineData("I10", "")]
    [InlineData("F99", "")]
    public void A_diagnosis_gets_the_labels_of_its_codes(string code, string labels) => Assert.Equal(labels, Labels(Condition(code)));

    [Fact]
    public void A_code_of_another_system_means_nothing() => Assert.Equal("", Labels(Condition("F32.1").Replace(Kcd, "urn:other", StringComparison.Ordinal)));

    [Theory]
    [InlineData("""{"resourceType":"Condition","code":{"coding":[{"code" : "\u004632","system":"http://hl7.org/fhir/sid/icd-10"}]}}""", "PSY R")]
    [InlineData("""{"resourceType":"Condition", "code": {"coding": [ {"system": "http://hl7.org/fhir/sid/icd-10",   "code":   "F20.0"}]}}""", "PSY R")]
    [InlineData("""{"resourceType":"Observation","status":"final","code":{"text":"x"},"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"7917-8"}]}}]}""", "HIV R")]
    [InlineData("""{"resourceType":"FamilyMemberHistory","status":"completed"}""", "R")]
    [InlineData("""{"resourceType":"Observation","meta":{"security":[{"system":"urn:careexchange:data-category","code":"economic"}]},"status":"final"}""", "R")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"FamilyMemberHistory"}},{"resource":{"resourceType":"Observation","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"V"},{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HIV"}]}}}]}""", "HIV V")]
    [InlineData("""{"resourceType":"Composition","contained":[{"resourceType":"Condition","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"F20"}]}}]}""", "PSY R")]
    public void However_it_is_written_and_wherever_it_stands_the_whole_gets_the_label(string json, string labels) => Assert.Equal(labels, Labels(json));

    [Theory]
    [InlineData("N", "N PSY R")]
    [InlineData("U", "PSY R U")]
    [InlineData("R", "PSY R")]
    [InlineData("V", "PSY V")]
    public void What_a_partner_says_may_raise_and_never_lower(string said, string labels) =>
        Assert.Equal(labels, Labels(Condition("F32", $$""","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"{{said}}"}]}""")));

    [Fact]
    public void What_needs_no_label_is_the_very_same_and_labelling_again_changes_nothing()
    {
        var plain = Parse(Condition("I10"));
        Assert.Same(plain, SecurityLabeller.Default.Apply(plain));
        var labelled = SecurityLabeller.Default.Apply(Parse(Condition("F32")));
        Assert.Same(labelled, SecurityLabeller.Default.Apply(labelled));
    }

    [Theory]
    [InlineData("F32", "sensitive")]
    [InlineData("F00", "clinical")]
    [InlineData("I10", "clinical")]
    public void A_sensitive_label_decides_the_category(string code, string category) => Assert.Equal(category, DataCategories.Classify(SecurityLabeller.Default.Apply(Parse(Condition(code))).Root));

    [Fact]
    public async Task Sensitive_data_needs_an_agreement_of_its_own()
    {
        var resource = Stored("Condition", "c1", Encoding.UTF8.GetString(SecurityLabeller.Default.Apply(Parse(Condition("F32"))).Utf8.Span), DataCategories.Sensitive);
        async Task<bool> SeenAsync(params string[] parts) => (await DecideAsync(Nurse, [ConsentJson(Provision("permit", parts))], [resource])).Permits(resource);

        Assert.False(await SeenAsync());
        Assert.False(await SeenAsync(Classes("clinical")));
        Assert.False(await SeenAsync(Part("class", """[{"system":"http://hl7.org/fhir/resource-types","code":"Condition"}]""")));
        Assert.False(await SeenAsync(Confidentiality("N")));
        Assert.False(await SeenAsync(Confidentiality("HIV")));
        Assert.True(await SeenAsync(Classes("sensitive")));
        Assert.True(await SeenAsync(Confidentiality("PSY")));
        Assert.True(await SeenAsync(Part("data", """[{"meaning":"instance","reference":{"reference":"Condition/c1"}}]""")));
        Assert.False(await SeenAsync(Classes("sensitive"), Except(Provision("deny"))));
    }

    [Fact]
    public void The_rules_that_come_along_are_right_and_say_that_they_are_simulated()
    {
        Assert.Empty(SecurityLabelRules.Check(SecurityLabelRules.Default));
        Assert.All(SecurityLabelRules.Default, rule => Assert.True(rule.Simulated && rule.Korean.Any(letter => letter >= '가')));
    }

    [Fact]
    public void Wrong_rules_are_told_in_both_languages()
    {
        SecurityLabelRule rule = new() { Id = "x", English = "x", Korean = "x", Codes = ["A"], Confidentiality = "Q", Prefixes = ["F"] };
        var issues = SecurityLabelRules.Check([rule, rule]);
        Assert.Equal(7, issues.Count);
        Assert.All(issues, issue => Assert.Contains(issue.Korean, letter => letter >= '가'));
        Assert.Throws<ArgumentException>(() => new SecurityLabeller([rule]));
    }

    private static string Condition(string code, string more = "") =>
        $$"""{"resourceType":"Condition"{{more}},"code":{"coding":[{"system":"{{Kcd}}","code":"{{code}}"}]},"subject":{"reference":"Patient/p1"} }""";

    private static string Labels(string json) => string.Join(' ', (JsonNode.Parse(SecurityLabeller.Default.Apply(Parse(json)).Utf8.Span)!["meta"]?["security"]?.AsArray() ?? [])
        .Where(label => !((string)label!["system"]!).StartsWith("urn:", StringComparison.Ordinal)).Select(label => (string)label!["code"]!).Order(StringComparer.Ordinal));
}
