using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests.Rules;

public class TargetProfileRuleTests
{
    private static readonly ProfileJudge Judge = new(
        ProfileJudge.Profile("linked", "Patient", """
            {"id":"Patient.gender","path":"Patient.gender","min":1},
            {"id":"Patient.link.other","path":"Patient.link.other","type":[{"code":"Reference","targetProfile":["http://example.org/StructureDefinition/linked"]}]},
            {"id":"Patient.managingOrganization","path":"Patient.managingOrganization","type":[{"code":"Reference","targetProfile":["http://hl7.org/fhir/StructureDefinition/Organization"],"aggregation":["contained"]}]}
            """));

    [Theory]
    [InlineData("\"gender\":\"female\",", null)]
    [InlineData("", "reference-profile at Patient.link[0].other.reference")]
    public void A_contained_target_meets_the_profile(string properties, string? error) => Assert.Equal(
        error is null ? [] : [error],
        Judge.Errors($$"""{"resourceType":"Patient","gender":"male","contained":[{"resourceType":"Patient",{{properties}}"id":"a"}],"link":[{"other":{"reference":"#a"},"type":"seealso"}]}"""));

    [Fact]
    public void A_circle_of_references_comes_to_an_end() => Assert.Empty(Judge.Errors(
        """{"resourceType":"Patient","id":"a","gender":"male","link":[{"other":{"reference":"Patient/a"},"type":"seealso"}]}""",
        new() { Resources = new Source(), References = ReferencePolicy.CheckValid }));

    [Fact]
    public void A_target_elsewhere_is_judged_where_that_is_asked_for()
    {
        const string Json = """{"resourceType":"Patient","gender":"male","link":[{"other":{"reference":"Patient/b"},"type":"seealso"}]}""";

        Assert.Empty(Judge.Errors(Json, new() { Resources = new Source() }));
        Assert.Equal(["reference-profile at Patient.link[0].other.reference"], Judge.Errors(Json, new() { Resources = new Source(), References = ReferencePolicy.CheckValid }));
        Assert.Equal(["reference-unresolved at Patient.link[0].other.reference"], Judge.Errors(Json.Replace("Patient/b", "Patient/c", StringComparison.Ordinal), new() { Resources = new Source(), References = ReferencePolicy.CheckExists }));
    }

    [Fact]
    public void A_target_is_where_the_profile_asks_for_it() => Assert.Equal(
        ["reference-aggregation at Patient.managingOrganization.reference"],
        Judge.Errors("""{"resourceType":"Patient","gender":"male","managingOrganization":{"reference":"Organization/1"}}"""));

    private sealed class Source : IResourceSource
    {
        public Element Find(string reference) => reference switch
        {
            "Patient/a" => Read("""{"resourceType":"Patient","id":"a","gender":"male","link":[{"other":{"reference":"Patient/a"},"type":"seealso"}]}"""),
            "Patient/b" => Read("""{"resourceType":"Patient","id":"b"}"""),
            _ => default,
        };

        private static Element Read(string json) => FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!.Root;
    }
}
