namespace CareExchange.Validation.Tests.Rules;

public class JsonShapeRuleTests
{
    [Theory]
    [InlineData("\"name\":{\"text\":\"x\"}", "json-array-expected at Patient.name")]
    [InlineData("\"gender\":[\"female\"]", "json-array-unexpected at Patient.gender")]
    [InlineData("\"name\":[]", "json-empty at Patient.name")]
    [InlineData("\"name\":[{}]", "json-empty at Patient.name[0]")]
    [InlineData("\"maritalStatus\":{}", "json-empty at Patient.maritalStatus")]
    [InlineData("\"gender\":null", "json-null at Patient.gender")]
    [InlineData("\"name\":null", "json-null at Patient.name")]
    [InlineData("\"name\":[null]", "json-null at Patient.name")]
    [InlineData("\"name\":[{\"given\":[null,\"가온\"]}]", "json-null at Patient.name[0].given")]
    [InlineData("\"name\":[{\"given\":[null],\"_given\":[null]}]", "json-null at Patient.name[0].given")]
    [InlineData("\"name\":[\"김가온\"]", "json-kind at Patient.name[0]")]
    [InlineData("\"name\":[[{\"text\":\"x\"}]]", "json-kind at Patient.name[0]")]
    [InlineData("\"gender\":{\"code\":\"female\"}", "json-kind at Patient.gender")]
    [InlineData("\"_gender\":\"female\"", "json-kind at Patient.gender")]
    [InlineData("\"_gender\":{}", "json-empty at Patient.gender")]
    [InlineData("\"active\":\"true\"", "json-kind at Patient.active")]
    [InlineData("\"birthDate\":1948", "json-kind at Patient.birthDate")]
    [InlineData("\"multipleBirthInteger\":\"2\"", "json-kind at Patient.multipleBirth")]
    public void JSON_that_R4_writes_otherwise_is_refused(string properties, string expected) => Assert.Equal([expected], Judge.Patient(properties));

    [Theory]
    [InlineData("\"name\":[{\"given\":[null,\"가온\"],\"_given\":[{\"id\":\"a\"},null]}]")]
    [InlineData("\"name\":[{\"given\":[\"가온\"],\"_given\":[null]}]")]
    [InlineData("\"name\":[{\"_given\":[{\"id\":\"a\"}]}]")]
    [InlineData("\"_birthDate\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/patient-birthTime\",\"valueDateTime\":\"1948-03-02T10:00:00+09:00\"}]}")]
    public void Nulls_that_keep_a_place_and_values_beside_extensions_are_right(string properties) => Assert.Empty(Judge.Patient(properties));

    [Theory]
    [InlineData("[]", "json-kind at ")]
    [InlineData("\"Patient\"", "json-kind at ")]
    [InlineData("{}", "resource-type-missing at ")]
    public void What_is_no_resource_at_all_is_refused(string json, string expected) => Assert.Equal([expected], Judge.Errors(json));
}
