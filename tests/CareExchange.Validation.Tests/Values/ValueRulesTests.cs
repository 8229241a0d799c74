using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests.Values;

public class ValueRulesTests
{
    [Theory]
    [InlineData("\"data\":\"AAAA\",\"size\":3", new string[0])]
    [InlineData("\"data\":\"AAAA\",\"size\":4", new[] { "attachment-size at Patient.photo[0]" })]
    [InlineData("\"data\":\"AAAA\",\"hash\":\"KSrCQbdMHb3G1hEUyv6RtEDrepo=\"", new[] { "attachment-hash at Patient.photo[0]" })]
    public void Size_and_hash_are_those_of_the_data(string attachment, string[] errors) => Assert.Equal(errors, Judge.Patient($"\"photo\":[{{\"contentType\":\"image/png\",{attachment}}}]"));

    [Theory]
    [InlineData("\"system\":\"urn:ietf:rfc:3986\",\"value\":\"urn:oid:1.2.36.1\"", new string[0])]
    [InlineData("\"system\":\"urn:ietf:rfc:3986\",\"value\":\"12\"", new[] { "identifier-uri at Patient.identifier[0].value" })]
    [InlineData("\"system\":\"rrn\",\"value\":\"12\"", new[] { "identifier-system at Patient.identifier[0].system" })]
    [InlineData("\"system\":\"urn:oid:1.2.3\",\"value\":\"12\"", new[] { "uri-oid at Patient.identifier[0].system" })]
    [InlineData("\"system\":\"oid:1.2.36.1.2\",\"value\":\"12\"", new[] { "uri-urn at Patient.identifier[0].system" })]
    public void An_identifier_says_whose_it_is(string identifier, string[] errors) => Assert.Equal(errors, Judge.Patient($"\"identifier\":[{{{identifier}}}]"));

    [Fact]
    public void A_canonical_is_absolute_or_a_fragment_that_is_there()
    {
        Assert.Contains("canonical-relative at CarePlan.instantiatesCanonical[0]", Plan("PlanDefinition/a"));
        Assert.Contains("uri-fragment at CarePlan.instantiatesCanonical[0]", Plan("#a"));
        Assert.Empty(Plan("http://a.kr/PlanDefinition/a|1"));
    }

    [Theory]
    [InlineData("a < b", false, null)]
    [InlineData("<b>a</b>", false, IssueSeverity.Information)]
    [InlineData("<b>a</b>", true, IssueSeverity.Error)]
    [InlineData("<3 and 4>", true, null)]
    public void Text_that_looks_like_HTML_is_refused_where_security_is_checked(string text, bool checks, IssueSeverity? severity) =>
        Assert.Equal(severity, Judge.R4.Validate(System.Text.Encoding.UTF8.GetBytes($$"""{"resourceType":"Patient","name":[{"text":"{{text}}"}]}"""), new ValidationOptions { ChecksSecurity = checks })
            .FirstOrDefault(issue => issue.Rule == "security-markup")?.Severity);

    [Fact]
    public void Example_URLs_are_refused_where_they_are_not_permitted()
    {
        var json = """{"resourceType":"Patient","identifier":[{"system":"http://example.org/a","value":"1"}]}"""u8.ToArray();

        Assert.DoesNotContain(Judge.R4.Validate(json), issue => issue.IsError);
        Assert.Contains(Judge.R4.Validate(json, new ValidationOptions { AllowsExamples = false }), issue => issue is { IsError: true, Rule: "uri-example" });
    }

    [Fact]
    public void An_element_id_and_a_security_label_are_there_once()
    {
        Assert.Equal(["element-id-duplicate at Patient.name[1].id"], Judge.Patient("\"name\":[{\"id\":\"a\",\"text\":\"A\"},{\"id\":\"a\",\"text\":\"B\"}]"));
        Assert.Equal(["meta-security-duplicate at Patient.meta.security[1]"], Judge.Patient("\"meta\":{\"security\":[{\"system\":\"urn:x\",\"code\":\"R\"},{\"system\":\"urn:x\",\"code\":\"R\"}]}"));
    }

    private static string[] Plan(string canonical) =>
        Judge.Errors($$"""{"resourceType":"CarePlan","status":"active","intent":"plan","subject":{"display":"A"},"instantiatesCanonical":["{{canonical}}"]}""");
}
