using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.FhirPath;

namespace CareExchange.Fhir.Tests.FhirPath;

public class DefinitionFunctionsTests
{
    private const string Observation =
        """
        {"resourceType":"Observation","status":"final","modifierExtension":[{"url":"urn:one","valueBoolean":true}],
         "code":{"coding":[{"system":"urn:s","code":"a"}]},"component":[{"code":{"coding":[{"system":"urn:s","code":"a-1"}]}}]}
        """;

    [Theory]
    [InlineData("code.coding.subsumes(component.code.coding)", "true")]
    [InlineData("code.subsumedBy(component.code)", "false")]
    [InlineData("code.subsumes({})", "")]
    [InlineData("component.slice('urn:profile', 'first').count()", "1")]
    [InlineData("component.slice('urn:profile', 'second').count()", "0")]
    [InlineData("component.slice('urn:nobody', 'first')", "fhirpath-unresolved")]
    [InlineData("checkModifiers('urn:one').status", "final")]
    [InlineData("checkModifiers('urn:two').status", "fhirpath-modifier")]
    [InlineData("checkModifiers('urn:two' | 'urn:one').status", "final")]
    [InlineData("code.elementDefinition()", "")]
    public void The_host_answers_what_the_document_cannot(string expression, string expected)
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(Observation), Schema.R4).Value!;
        var outcome = FhirPathExpression.Compile(expression).Value!.TryEvaluate(document.Root, new FhirPathContext { Host = new Prefixes() });

        Assert.Equal(expected, outcome.Value is { } items && outcome.Issues.Count == 0 ? string.Join(' ', items.Select(item => item.Text)) : outcome.Issues[0].Rule);
    }

    [Fact]
    public void Without_a_host_a_hierarchy_cannot_be_asked()
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(Observation), Schema.R4).Value!;

        Assert.Empty(FhirPathExpression.Compile("code.subsumes(code)").Value!.Evaluate(document.Root));
    }

    // A code stands above those that begin with it.
    private sealed class Prefixes : IFhirPathHost
    {
        public Element Resolve(string reference) => default;

        public bool? MemberOf(PathItem item, string valueSet) => null;

        public bool? ConformsTo(Element element, string profile) => null;

        public bool? Subsumes(PathItem general, PathItem specific) => Code(specific).StartsWith(Code(general), StringComparison.Ordinal);

        public bool? IsInSlice(Element element, string structure, string name) => structure == "urn:profile" ? name == "first" : null;

        private static string Code(PathItem item) => (item.TypeName == "CodeableConcept" ? item.Element["coding"] : item.Element)["code"].Text!;
    }
}
