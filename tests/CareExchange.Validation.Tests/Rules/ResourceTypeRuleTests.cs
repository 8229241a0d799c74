namespace CareExchange.Validation.Tests.Rules;

public class ResourceTypeRuleTests
{
    [Theory]
    [InlineData("""{"resourceType":"Person2"}""", "resource-type-unknown at ")]
    [InlineData("""{"resourceType":"DomainResource"}""", "resource-type-unknown at DomainResource")]
    [InlineData("""{"resourceType":"HumanName","text":"x"}""", "resource-type-unknown at HumanName")]
    [InlineData("""{"resourceType":7}""", "resource-type-unknown at ")]
    [InlineData("""{"resourceType":"Patient","contained":[{"id":"a"}]}""", "resource-type-missing at Patient.contained[0]")]
    [InlineData("""{"resourceType":"Patient","contained":[{"resourceType":"Nothing","id":"a"}]}""", "resource-type-unknown at Patient.contained[0]")]
    [InlineData("""{"resourceType":"Patient","contained":["a"]}""", "json-kind at Patient.contained[0]")]
    [InlineData("""{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","gender":"x"}}]}""", "binding-required at Bundle.entry[0].resource.gender")]
    public void A_resource_is_judged_by_the_type_it_says(string json, string expected) => Assert.Contains(expected, Judge.Errors(json));
}
