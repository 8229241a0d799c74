using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Fhir.Tests.FhirPath;

/// <summary>%resource, %rootResource and resolve() inside Bundles and contained resources, and what a host adds.</summary>
public class EnclosingResourceTests
{
    private const string Bundle = """
        {
          "resourceType": "Bundle",
          "type": "transaction",
          "entry": [
            { "fullUrl": "urn:uuid:a", "resource": { "resourceType": "Patient", "id": "a", "name": [{ "family": "김" }] } },
            { "fullUrl": "http://here/fhir/Condition/b", "resource": {
                "resourceType": "Condition", "id": "b",
                "contained": [{ "resourceType": "Practitioner", "id": "p", "identifier": [{ "assigner": { "reference": "#" } }] }],
                "subject": { "reference": "urn:uuid:a" },
                "asserter": { "reference": "#p" },
                "encounter": { "reference": "Encounter/9" } } },
            { "resource": { "resourceType": "Goal", "id": "g", "subject": { "reference": "Condition/b" } } }
          ]
        }
        """;

    private readonly Element _bundle = FhirDocument.Parse(Encoding.UTF8.GetBytes(Bundle), Schema.R4).Value!.Root;

    [Theory]
    [InlineData("entry[1].resource.subject.resolve().name.family", "김")]
    [InlineData("entry[1].resource.asserter.resolve().id", "p")]
    [InlineData("entry[1].resource.contained.identifier.assigner.resolve().id", "b")]
    [InlineData("entry[2].resource.subject.resolve().subject.reference", "urn:uuid:a")]
    [InlineData("entry[1].resource.encounter.resolve().is(Encounter)", "true")]
    [InlineData("entry[1].resource.encounter.resolve().status", "")]
    public void A_reference_is_resolved_in_its_bundle(string expression, string expected) => Assert.Equal(expected, Find(_bundle, expression));

    [Fact]
    public void The_resource_around_a_focus_is_found_by_itself()
    {
        var condition = _bundle.Children("entry").ToArray()[1]["resource"];
        var identifier = condition["contained"]["identifier"];

        Assert.Equal("b", Find(condition["subject"], "%resource.id"));
        Assert.Equal("p|b", Find(identifier, "%resource.id | %rootResource.id"));
        Assert.Equal("", Find(_bundle, "%resource.id"));
        Assert.Equal("Bundle", Find(_bundle, "%rootResource.type().name"));
    }

    [Fact]
    public void A_host_reaches_what_the_document_does_not_hold()
    {
        var context = new FhirPathContext { Host = new Host() };

        Assert.Equal("finished", Find(_bundle, "entry[1].resource.encounter.resolve().status", context));
        Assert.Equal("true", Find(_bundle, "entry[0].resource.id.memberOf('urn:ids')", context));
        Assert.Equal("", Find(_bundle, "entry[1].resource.id.memberOf('urn:unknown')", context));
        Assert.Equal("true", Find(_bundle, "conformsTo('urn:profile')", context));
        Assert.Equal("false", Find(_bundle, "conformsTo('http://hl7.org/fhir/StructureDefinition/Patient')", context));
    }

    private static string Find(Element focus, string expression, FhirPathContext? context = null)
    {
        var outcome = FhirPathExpression.Compile(expression).Value!.TryEvaluate(focus, context);
        Assert.Empty(outcome.Issues);
        return string.Join('|', outcome.Value!.Select(item => item.Text));
    }

    private sealed class Host : IFhirPathHost
    {
        private readonly FhirDocument _encounter = FhirDocument.Parse("""{"resourceType":"Encounter","id":"9","status":"finished"}"""u8.ToArray(), Schema.R4).Value!;

        public Element Resolve(string reference) => reference == "Encounter/9" ? _encounter.Root : default;

        public bool? MemberOf(PathItem item, string valueSet) => valueSet == "urn:ids" ? item.Text == "a" : null;

        public bool? ConformsTo(Element element, string profile) => profile == "urn:profile" ? element.TypeName == "Bundle" : null;
    }
}
