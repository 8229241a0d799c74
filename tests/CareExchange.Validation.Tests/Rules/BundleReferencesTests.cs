namespace CareExchange.Validation.Tests.Rules;

public class BundleReferencesTests
{
    private const string Organization = """{"fullUrl":"http://x.kr/fhir/Organization/o","resource":{"resourceType":"Organization","id":"o","name":"x"}}""";

    [Theory]
    [InlineData("http://x.kr/fhir/Patient/p", "Organization/o", Organization, null)]
    [InlineData("http://x.kr/fhir/Patient/p", "Organization/o", $"{Organization},{Organization}", "reference-ambiguous at Bundle.entry[0].resource.managingOrganization.reference")]
    [InlineData("http://x.kr/fhir/Patient/p", "Organization/o/p", Organization, "reference-format at Bundle.entry[0].resource.managingOrganization.reference")]
    [InlineData("urn:uuid:c757873d-ec9a-4326-a141-556f43239520", "Organization/c757873d-ec9a-4326-a141-556f43239521", """{"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239521","resource":{"resourceType":"Practitioner"}}""", "reference-type at Bundle.entry[0].resource.managingOrganization.reference")]
    public void A_reference_finds_one_entry_by_its_fullUrl(string fullUrl, string reference, string others, string? error)
    {
        var errors = Judge.Errors($$$"""
            {"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"{{{fullUrl}}}","resource":{"resourceType":"Patient","id":"p","managingOrganization":{"reference":"{{{reference}}}"}} },{{{others}}}]}
            """);

        if (error is null) Assert.Empty(errors);
        else Assert.Contains(error, errors);
    }

    [Fact]
    public void An_entry_that_refers_has_a_fullUrl() => Assert.Contains(
        "bundle-full-url at Bundle.entry[0]",
        Judge.Errors($$$"""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","managingOrganization":{"reference":"Organization/o"}} },{{{Organization}}}]}"""));
}
