namespace CareExchange.Validation.Tests.Conformance;

public class DefinitionRulesTests
{
    [Theory]
    [InlineData("\"include\":[{\"system\":\"http://hl7.org/fhir/administrative-gender\",\"concept\":[{\"code\":\"male\"}]}]", new string[0])]
    [InlineData("\"include\":[{\"system\":\"http://hl7.org/fhir/administrative-gender\",\"concept\":[{\"code\":\"man\"}]}]", new[] { "value-set-code" })]
    [InlineData("\"include\":[{\"system\":\"http://hl7.org/fhir/ValueSet/administrative-gender\"}]", new[] { "value-set-system" })]
    [InlineData("\"include\":[{\"system\":\"gender\"}]", new[] { "value-set-system" })]
    [InlineData("\"include\":[{\"system\":\"urn:x:y\",\"filter\":[{\"property\":\"code\",\"op\":\"regex\",\"value\":\"(a\"}]}]", new[] { "value-set-filter" })]
    [InlineData("\"include\":[{\"system\":\"urn:x:y\",\"filter\":[{\"property\":\"a\",\"op\":\"exists\",\"value\":\"yes\"}]}]", new[] { "value-set-filter" })]
    public void A_value_set_composes_what_exists(string compose, string[] rules) =>
        Assert.Equal(rules, Rules($$"""{"resourceType":"ValueSet","url":"http://a.kr/v","status":"active","compose":{ {{compose}} } }"""));

    [Theory]
    [InlineData("\"count\":1,\"concept\":[{\"code\":\"a\"}]", new string[0])]
    [InlineData("\"count\":2,\"concept\":[{\"code\":\"a\"}]", new[] { "code-system-count" })]
    [InlineData("\"concept\":[{\"code\":\"a\",\"concept\":[{\"code\":\"a\"}]}]", new[] { "code-system-duplicate" })]
    [InlineData("\"property\":[{\"code\":\"p\",\"type\":\"integer\"}],\"concept\":[{\"code\":\"a\",\"property\":[{\"code\":\"p\",\"valueString\":\"1\"}]}]", new[] { "code-system-property" })]
    public void A_code_system_defines_each_code_once_and_counts_them(string content, string[] rules) =>
        Assert.Equal(rules, Rules($$"""{"resourceType":"CodeSystem","url":"http://a.kr/c","status":"active","content":"complete",{{content}}}""").Where(rule => rule != "csd-1"));

    [Theory]
    [InlineData("""{"id":"Patient.name","path":"Patient.name","min":1}""", new string[0])]
    [InlineData("""{"id":"Person.name","path":"Person.name","min":1}""", new[] { "definition-path" })]
    [InlineData("""{"id":"Patient.gender","path":"Patient.gender","slicing":{"rules":"open","discriminator":[{"type":"value","path":"$this"}]}}""", new[] { "definition-slicing" })]
    [InlineData("""{"id":"Patient.name","path":"Patient.name","slicing":{"rules":"open","discriminator":[{"type":"value","path":"type"}]}}""", new[] { "definition-discriminator" })]
    [InlineData("""{"id":"Patient.name","path":"Patient.name","type":[{"code":"Address"}]}""", new[] { "definition-type" })]
    [InlineData("""{"id":"Patient.name","path":"Patient.name","type":[{"code":"HumanName","targetProfile":["http://hl7.org/fhir/StructureDefinition/Patient"]}]}""", new[] { "definition-target" })]
    [InlineData("""{"id":"Patient.active","path":"Patient.active","type":[{"code":"boolean"}],"maxLength":3}""", new[] { "definition-characteristics" })]
    [InlineData("""{"id":"Patient.name","path":"Patient.name","constraint":[{"key":"pat-1","severity":"error","human":"a","expression":"a.exists()"}]}""", new[] { "definition-constraint" })]
    public void An_element_of_a_profile_fits_its_base(string element, string[] rules) =>
        Assert.Equal(rules, Profile("Patient", "Patient", "resource", element).Where(rule => rule.StartsWith("definition-", StringComparison.Ordinal)));

    [Fact]
    public void A_profile_has_the_type_and_kind_of_its_base_and_an_extension_fixes_its_url()
    {
        Assert.Contains("structure-type", Profile("Person", "Patient", "resource", """{"id":"Person","path":"Person"}"""));
        Assert.Contains("structure-kind", Profile("Patient", "Patient", "complex-type", """{"id":"Patient","path":"Patient"}"""));
        Assert.Contains("extension-url", Profile("Extension", "Extension", "complex-type", """{"id":"Extension.url","path":"Extension.url","fixedUri":"http://a.kr/other"}"""));
    }

    [Theory]
    [InlineData("\"type\":\"string\",\"expression\":\"Patient.name.family\"", new string[0])]
    [InlineData("\"type\":\"string\",\"expression\":\"Patient.nam.family\"", new[] { "search-expression" })]
    [InlineData("\"type\":\"string\",\"expression\":\"Patient.name..family\"", new[] { "search-expression" })]
    [InlineData("\"type\":\"composite\",\"expression\":\"Patient\"", new[] { "search-components" })]
    public void A_search_parameter_can_be_run(string facts, string[] rules) =>
        Assert.Equal(rules, Rules($$"""{"resourceType":"SearchParameter","url":"http://a.kr/s","name":"S","status":"active","description":"a","code":"s","base":["Patient"],{{facts}}}"""));

    private static string[] Profile(string type, string baseType, string kind, string element) =>
        Rules($$"""{"resourceType":"StructureDefinition","url":"http://a.kr/p","name":"P","status":"active","kind":"{{kind}}","abstract":false,"type":"{{type}}","baseDefinition":"http://hl7.org/fhir/StructureDefinition/{{baseType}}","derivation":"constraint",{{(type == "Extension" ? "\"context\":[{\"type\":\"element\",\"expression\":\"Patient\"}]," : "")}}"differential":{"element":[{{element}}] } }""");

    private static string[] Rules(string json) => [.. Judge.Issues(json).Where(issue => issue.IsError).Select(issue => issue.Rule)];
}
