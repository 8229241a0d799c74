using System.Text;
using System.Text.Json.Nodes;

namespace CareExchange.Validation.Tests.Bundles;

public class BundleRulesTests
{
    private const string Composition = """{"resourceType":"Composition","id":"c","status":"final","type":{"text":"a"},"date":"2026-01-01","author":[{"reference":"Practitioner/d"}],"title":"t","section":[{"entry":[SECTION]}]}""";
    private const string Practitioner = """{"fullUrl":"http://a.kr/fhir/Practitioner/d","resource":{"resourceType":"Practitioner","id":"d"}}""";

    [Fact]
    public void A_document_whose_entries_hang_together_is_right() =>
        Assert.Empty(Document("""{"reference":"Observation/o"}""", Observation("o"), Practitioner));

    [Fact]
    public void A_document_entry_that_nothing_leads_to_is_refused() =>
        Assert.Equal(["bundle-unreachable at Bundle.entry[3]"], Document("""{"reference":"Observation/o"}""", Observation("o"), Practitioner, Observation("lost")));

    [Fact]
    public void A_section_entry_that_the_document_does_not_carry_is_refused() =>
        Assert.Contains("bundle-reference-not-found at Bundle.entry[0].resource.section[0].entry[0]", Document("""{"reference":"Observation/elsewhere"}""", Practitioner));

    [Fact]
    public void A_relative_reference_is_read_from_the_fullUrl_it_stands_under() =>
        Assert.Contains("bundle-reference-base at Bundle.entry[0].resource.section[0].entry[0]", Document(
            """{"reference":"Observation/o"}""", Practitioner, """{"fullUrl":"http://b.kr/fhir/Observation/o","resource":{"resourceType":"Observation","id":"o","status":"final","code":{"text":"a"}}}"""));

    [Fact]
    public void A_document_starts_with_its_Composition_and_a_message_with_its_MessageHeader()
    {
        Assert.Contains("bundle-first-type at Bundle.entry[0].resource", Errors("document", Practitioner));
        Assert.Contains("bundle-first-type at Bundle.entry[0].resource", Errors("message", Practitioner));
        Assert.Contains("bundle-first-missing at Bundle", Judge.Errors("""{"resourceType":"Bundle","type":"message"}"""));
    }

    [Theory]
    [InlineData("collection", """{"resource":{"resourceType":"Patient","id":"a"}}""", "bundle-full-url-missing")]
    [InlineData("collection", """{"fullUrl":"Patient/a","resource":{"resourceType":"Patient","id":"a"}}""", "bundle-full-url-relative")]
    [InlineData("collection", """{"fullUrl":"http://a.kr/Patient/b","resource":{"resourceType":"Patient","id":"a"}}""", "bundle-full-url-id")]
    [InlineData("collection", """{"fullUrl":"http://a.kr/Patient/a","resource":{"resourceType":"Patient"}}""", "bundle-full-url-id")]
    public void An_entry_says_where_its_resource_lives(string type, string entry, string rule) =>
        Assert.Equal([$"{rule} at Bundle.entry[0]"], Errors(type, entry));

    [Fact]
    public void Entries_of_a_batch_need_no_fullUrl() =>
        Assert.Empty(Errors("batch", """{"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}}"""));

    [Theory]
    [InlineData("searchset", """{"relation":"self","url":"http://a.kr/Patient"},{"relation":"self","url":"http://a.kr/Patient"}""", "bundle-link-duplicate at Bundle.link[1]")]
    [InlineData("collection", """{"relation":"next","url":"http://a.kr/Patient"}""", "bundle-link-paging at Bundle.link[0].relation")]
    public void Links_are_those_of_the_kind_of_Bundle(string type, string links, string error) =>
        Assert.Contains(error, Judge.Errors($$"""{"resourceType":"Bundle","type":"{{type}}","link":[{{links}}]}"""));

    [Theory]
    [InlineData("""{"search":{"mode":"match"},"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520","resource":{"resourceType":"Patient"}}""", "bundle-search-id at Bundle.entry[0].resource")]
    [InlineData("""{"search":{"mode":"match"},"fullUrl":"http://a.kr/Group/g","resource":{"resourceType":"Group","id":"g","type":"person","actual":true}}""", "bundle-search-type at Bundle.entry[0].resource")]
    [InlineData("""{"search":{"mode":"outcome"},"fullUrl":"http://a.kr/Patient/p","resource":{"resourceType":"Patient","id":"p"}}""", "bundle-search-type at Bundle.entry[0].resource")]
    public void Search_results_have_ids_and_the_type_that_was_searched_for(string entry, string error) =>
        Assert.Equal([error], Judge.Errors($$"""{"resourceType":"Bundle","type":"searchset","link":[{"relation":"self","url":"http://a.kr/Patient?name=a"}],"entry":[{{entry}}]}"""));

    // 10,000 entries that all refer to one another: anything that is not linear would not come back within the test run.
    [Fact]
    public void A_document_of_ten_thousand_entries_is_judged_entry_by_entry()
    {
        var entries = new StringBuilder();
        for (var index = 0; index < 10_000; index++)
            entries.Append($$$""",{"fullUrl":"http://a.kr/fhir/Observation/o{{{index}}}","resource":{"resourceType":"Observation","id":"o{{{index}}}","status":"final","code":{"text":"a"},"hasMember":[{"reference":"Observation/o{{{index + 1}}}"}]}}""");
        var composition = Composition.Replace("SECTION", """{"reference":"Observation/o0"}""", StringComparison.Ordinal);
        const string Facts = """ "resourceType":"Bundle","type":"document","identifier":{"system":"urn:ietf:rfc:3986","value":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520"},"timestamp":"2026-01-01T00:00:00Z" """;
        var json = $$"""{ {{Facts}},"entry":[{"fullUrl":"http://a.kr/fhir/Composition/c","resource": {{composition}} },{{Practitioner}}{{entries}}]}""";

        Assert.Empty(Judge.Errors(json));
    }

    private static string Observation(string id) =>
        $$$"""{"fullUrl":"http://a.kr/fhir/Observation/{{{id}}}","resource":{"resourceType":"Observation","id":"{{{id}}}","status":"final","code":{"text":"a"} } }""";

    private static string[] Document(string section, params string[] entries) =>
        Errors("document", [$$"""{"fullUrl":"http://a.kr/fhir/Composition/c","resource": {{Composition.Replace("SECTION", section, StringComparison.Ordinal)}} }""", .. entries]);

    private static string[] Errors(string type, params string[] entries)
    {
        var bundle = JsonNode.Parse($$"""{"resourceType":"Bundle","type":"{{type}}","entry":[{{string.Join(',', entries)}}]}""")!;
        if (type == "document")
        {
            bundle["identifier"] = new JsonObject { ["system"] = "urn:ietf:rfc:3986", ["value"] = "urn:uuid:c757873d-ec9a-4326-a141-556f43239520" };
            bundle["timestamp"] = "2026-01-01T00:00:00Z";
        }

        return Judge.Errors(bundle.ToJsonString());
    }
}
