namespace CareExchange.Validation.Tests.Rules;

public class DuplicatePropertyRuleTests
{
    [Theory]
    [InlineData("\"gender\":\"female\",\"gender\":\"male\"", "property-duplicate at Patient.gender")]
    [InlineData("\"_gender\":{\"id\":\"a\"},\"gender\":\"male\",\"_gender\":{\"id\":\"b\"}", "property-duplicate at Patient._gender")]
    [InlineData("\"name\":[{\"text\":\"a\"}],\"name\":[{\"text\":\"b\"}]", "property-duplicate at Patient.name")]
    [InlineData("\"resourceType\":\"Patient\"", "property-duplicate at Patient.resourceType")]
    [InlineData("\"gender\":\"female\",\"g\\u0065nder\":\"male\"", "property-duplicate at Patient.gender")]
    public void A_property_that_is_written_twice_is_refused(string properties, string expected) => Assert.Contains(expected, Judge.Patient(properties));

    [Fact]
    public void A_value_and_its_twin_are_two_properties() => Assert.Empty(Judge.Patient("\"gender\":\"female\",\"_gender\":{\"id\":\"a\"}"));
}
