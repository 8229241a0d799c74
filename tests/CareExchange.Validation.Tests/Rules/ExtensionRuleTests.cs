using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Rules;

namespace CareExchange.Validation.Tests.Rules;

public class ExtensionRuleTests
{
    private const string Core = "http://hl7.org/fhir/StructureDefinition/";

    [Theory]
    [InlineData($$$"""{"url":"{{{Core}}}patient-birthPlace","valueAddress":{"city":"서울"}}""", null)]
    [InlineData($$"""{"url":"{{Core}}patient-birthPlace","valueString":"서울"}""", "type-not-allowed at Patient.extension[0].value")]
    [InlineData($$"""{"url":"{{Core}}humanname-own-name","valueString":"김"}""", "extension-context at Patient")]
    [InlineData("""{"url":"https://careexchange.kr/x","valueString":"x"}""", "extension-unknown at Patient.extension[0]")]
    [InlineData("""{"url":"short","valueString":"x"}""", "extension-url at Patient.extension[0].url")]
    [InlineData($$$"""{"url":"{{{Core}}}patient-nationality","extension":[{"url":"code","valueCodeableConcept":{"text":"KR"}}]}""", null)]
    [InlineData($$$"""{"url":"{{{Core}}}patient-nationality","extension":[{"url":"kode","valueCodeableConcept":{"text":"KR"}}]}""", "extension-part at Patient.extension[0].extension[0].url")]
    [InlineData($$"""{"url":"{{Core}}organization-portal","extension":[{"url":"x","valueString":"y"}]}""", null)]
    public void An_extension_is_what_its_definition_says(string extension, string? error) =>
        Assert.Equal(error is null ? [] : [error], Judge.Patient($"\"extension\":[{extension}]"));

    [Fact]
    public void On_a_primitive_the_context_is_the_primitive() =>
        Assert.Empty(Judge.Patient($$"""
            "birthDate":"1948-03-02","_birthDate":{"extension":[{"url":"{{Core}}patient-birthTime","valueDateTime":"1948-03-02T04:00:00+09:00"}]}
            """));

    [Fact]
    public void An_unknown_modifier_is_refused_whoever_may_say_more()
    {
        var options = new ValidationOptions { ExtensionDomains = ["https://careexchange.kr/"] };

        Assert.Empty(Judge.Patient("\"extension\":[{\"url\":\"https://careexchange.kr/x\",\"valueString\":\"x\"}]", options));
        Assert.Equal(["extension-unknown at Patient.modifierExtension[0]"], Judge.Patient("\"modifierExtension\":[{\"url\":\"https://careexchange.kr/x\",\"valueString\":\"x\"}]", options));
    }

    [Fact]
    public void An_example_is_known_to_be_one()
    {
        const string Json = """{"resourceType":"Patient","extension":[{"url":"http://example.org/x","valueString":"y"}]}""";

        Assert.Equal(IssueSeverity.Information, Assert.Single(Judge.Issues(Json), issue => issue.Rule == "extension-unknown").Severity);
        Assert.Contains("extension-unknown at Patient.extension[0]", Judge.Errors(Json, new() { AllowsExamples = false }));
    }

    [Fact]
    public void What_the_definition_asks_of_the_element_it_stands_on_has_to_hold()
    {
        var judge = new ProfileJudge(ProfileJudge.Profile(
            "active",
            "Extension",
            """{"id":"Extension.url","path":"Extension.url","fixedUri":"http://example.org/StructureDefinition/active"},{"id":"Extension.value[x]","path":"Extension.value[x]","min":1,"type":[{"code":"boolean"}]}""",
            """
            "context":[{"type":"element","expression":"Patient"}],"contextInvariant":["active.exists()"],
            """));
        const string Extension = """
            "extension":[{"url":"http://example.org/StructureDefinition/active","valueBoolean":true}]
            """;

        Assert.DoesNotContain("extension-context-invariant at Patient", judge.Errors($$"""{"resourceType":"Patient","active":true,{{Extension}}}"""));
        Assert.Contains("extension-context-invariant at Patient", judge.Errors($$"""{"resourceType":"Patient",{{Extension}}}"""));
    }

    [Fact]
    public void A_constraint_of_an_extension_is_reported_once_where_a_profile_names_the_extension()
    {
        var judge = new ProfileJudge(
            ProfileJudge.Profile("with-basis", "Patient", """{"id":"Patient.extension","path":"Patient.extension","slicing":{"discriminator":[{"type":"value","path":"url"}],"rules":"open"}},{"id":"Patient.extension:basis","path":"Patient.extension","sliceName":"basis","type":[{"code":"Extension","profile":["http://example.org/StructureDefinition/basis"]}]}"""),
            """{"resourceType":"StructureDefinition","url":"http://example.org/StructureDefinition/basis","name":"basis","status":"draft","kind":"complex-type","abstract":false,"context":[{"type":"element","expression":"Element"}],"type":"Extension","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Extension","derivation":"constraint","differential":{"element":[{"id":"Extension","path":"Extension","constraint":[{"key":"cx-1","severity":"error","human":"law","expression":"value = 'law'"}]},{"id":"Extension.url","path":"Extension.url","fixedUri":"http://example.org/StructureDefinition/basis"}]}}""");

        Assert.Equal(["cx-1 at Patient.extension[0]"], judge.Errors("""{"resourceType":"Patient","extension":[{"url":"http://example.org/StructureDefinition/basis","valueString":"x"}]}"""));
        Assert.Empty(judge.Errors("""{"resourceType":"Patient","extension":[{"url":"http://example.org/StructureDefinition/basis","valueString":"law"}]}"""));
    }
}
