using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.Tests.Elements;

public class DocumentEditTests
{
    [Theory]
    [InlineData("""{"resourceType":"Patient","id":"a","active":true}""", """{"resourceType":"Patient","id":"b","active":true,"gender":"female"}""")]
    [InlineData("""{"resourceType":"Patient"}""", """{"resourceType":"Patient","id":"b","gender":"female"}""")]
    public void Set_replaces_what_is_there_and_appends_what_is_not(string before, string after)
    {
        var document = Parse(before);
        var edit = new DocumentEdit(document);
        edit.Set(document.Root, "id", "\"b\""u8);
        edit.Set(document.Root, "gender", "\"female\""u8);
        Assert.Equal(after, Encoding.UTF8.GetString(edit.Apply()));
    }

    [Fact]
    public void Set_into_an_empty_object_needs_no_comma()
    {
        var document = Parse("""{"resourceType":"Patient","meta":{}}""");
        var edit = new DocumentEdit(document);
        edit.Set(document.Root["meta"], "versionId", "\"1\""u8);
        edit.Set(document.Root["meta"], "source", "\"urn:x\""u8);
        Assert.Equal("""{"resourceType":"Patient","meta":{"versionId":"1","source":"urn:x"}}""", Encoding.UTF8.GetString(edit.Apply()));
    }

    [Theory]
    [InlineData("birthDate", """{ "resourceType": "Patient", "active": true, "identifier": [ {"value":"1"}, {"value":"2"} ] }""")]
    [InlineData("active", """{ "resourceType": "Patient", "birthDate": "1948", "_birthDate": {"id":"x"}, "identifier": [ {"value":"1"}, {"value":"2"} ] }""")]
    public void Remove_takes_the_property_its_twin_and_one_comma(string name, string after)
    {
        var document = Parse("""{ "resourceType": "Patient", "active": true, "birthDate": "1948", "_birthDate": {"id":"x"}, "identifier": [ {"value":"1"}, {"value":"2"} ] }""");
        var edit = new DocumentEdit(document);
        edit.Remove(document.Root[name]);
        Assert.Equal(after, Encoding.UTF8.GetString(edit.Apply()));
    }

    [Fact]
    public void Removing_items_of_a_list_keeps_the_rest_and_the_last_one_takes_the_list_along()
    {
        var document = Parse("""{"resourceType":"Patient","identifier":[{"value":"1"},{"value":"2"},{"value":"3"}],"active":true}""");
        var identifiers = document.Root.Children("identifier").ToArray();
        Assert.Equal("""{"resourceType":"Patient","identifier":[{"value":"2"},{"value":"3"}],"active":true}""", Removed(document, identifiers[0]));
        Assert.Equal("""{"resourceType":"Patient","identifier":[{"value":"1"},{"value":"3"}],"active":true}""", Removed(document, identifiers[1]));
        Assert.Equal("""{"resourceType":"Patient","identifier":[{"value":"1"}],"active":true}""", Removed(document, identifiers[1], identifiers[2]));
        Assert.Equal("""{"resourceType":"Patient","active":true}""", Removed(document, identifiers));
    }

    [Fact]
    public void Setting_where_everything_was_removed_needs_no_comma()
    {
        var document = Parse("""{"resourceType":"Patient","meta":{"versionId":"1"}}""");
        var edit = new DocumentEdit(document);
        edit.Remove(document.Root["meta"]["versionId"]);
        edit.Set(document.Root["meta"], "source", "\"urn:x\""u8);
        Assert.Equal("""{"resourceType":"Patient","meta":{"source":"urn:x"}}""", Encoding.UTF8.GetString(edit.Apply()));
    }

    private static string Removed(FhirDocument document, params Element[] elements)
    {
        var edit = new DocumentEdit(document);
        foreach (var element in elements) edit.Remove(element);
        return Encoding.UTF8.GetString(edit.Apply());
    }

    private static FhirDocument Parse(string json) => FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;
}
