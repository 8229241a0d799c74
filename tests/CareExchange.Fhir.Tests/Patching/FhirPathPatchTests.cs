using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Patching;
using CareExchange.Fhir.Xml;

namespace CareExchange.Fhir.Tests.Patching;

public class FhirPathPatchTests
{
    private const string Patient = """{"resourceType":"Patient","name":[{"family":"Kim","given":["a","b"],"_given":[null,{"id":"x"}]},{"text":"t"}],"gender":"male","birthDate":"1948-03-02","_birthDate":{"id":"d"},"deceasedBoolean":false}""";

    [Theory]
    [InlineData("type=replace;path=Patient.gender;valueCode=\"female\"", "\"gender\":\"male\"", "\"gender\":\"female\"")]
    [InlineData("type=replace;path=Patient.deceased;valueDateTime=\"2026-01-02\"", "\"deceasedBoolean\":false", "\"deceasedDateTime\":\"2026-01-02\"")]
    [InlineData("type=replace;path=Patient.deceased;valueBoolean=true", "\"deceasedBoolean\":false", "\"deceasedBoolean\":true")]
    [InlineData("type=replace;path=Patient.birthDate;valueDate=\"1950\"", "\"birthDate\":\"1948-03-02\",\"_birthDate\":{\"id\":\"d\"}", "\"birthDate\":\"1950\"")]
    [InlineData("type=replace;path=Patient.name[0].given[1];valueString=\"c\"", "\"given\":[\"a\",\"b\"],\"_given\":[null,{\"id\":\"x\"}]", "\"given\":[\"a\",\"c\"]")]
    [InlineData("type=replace;path=Patient.name.where(text.exists());valueHumanName={\"text\":\"u\"}", "{\"text\":\"t\"}", "{\"text\":\"u\"}")]
    [InlineData("type=delete;path=Patient.name[0].given[0]", "\"given\":[\"a\",\"b\"],\"_given\":[null,{\"id\":\"x\"}]", "\"given\":[\"b\"],\"_given\":[{\"id\":\"x\"}]")]
    [InlineData("type=delete;path=Patient.name[0].given[1]", "\"given\":[\"a\",\"b\"],\"_given\":[null,{\"id\":\"x\"}]", "\"given\":[\"a\"]")]
    [InlineData("type=delete;path=Patient.name[1].text", ",{\"text\":\"t\"}", "")]
    [InlineData("type=delete;path=Patient.birthDate", ",\"birthDate\":\"1948-03-02\",\"_birthDate\":{\"id\":\"d\"}", "")]
    [InlineData("type=delete;path=Patient.birthDate.id", ",\"_birthDate\":{\"id\":\"d\"}", "")]
    [InlineData("type=delete;path=Patient.photo", "", "")]
    [InlineData("type=add;path=Patient.name[0];name=given;valueString=\"c\"", "\"given\":[\"a\",\"b\"],\"_given\":[null,{\"id\":\"x\"}]", "\"given\":[\"a\",\"b\",\"c\"],\"_given\":[null,{\"id\":\"x\"},null]")]
    [InlineData("type=add;path=Patient.name[1];name=given;valueString=\"c\"", "{\"text\":\"t\"}", "{\"text\":\"t\",\"given\":[\"c\"]}")]
    [InlineData("type=add;path=Patient.gender;name=extension;part=[{\"name\":\"url\",\"valueUri\":\"u\"},{\"name\":\"value\",\"valueString\":\"v\"}]", "\"gender\":\"male\"", "\"gender\":\"male\",\"_gender\":{\"extension\":[{\"url\":\"u\",\"valueString\":\"v\"}]}")]
    [InlineData("type=add;path=Patient.name[0].given[0];name=id;valueString=\"i\"", "[null,{\"id\":\"x\"}]", "[{\"id\":\"i\"},{\"id\":\"x\"}]")]
    [InlineData("type=add;path=Patient;name=multipleBirth;valueInteger=2", "\"deceasedBoolean\":false", "\"deceasedBoolean\":false,\"multipleBirthInteger\":2")]
    [InlineData("type=insert;path=Patient.name[0].given;index=1;valueString=\"c\"", "\"given\":[\"a\",\"b\"],\"_given\":[null,{\"id\":\"x\"}]", "\"given\":[\"a\",\"c\",\"b\"],\"_given\":[null,null,{\"id\":\"x\"}]")]
    [InlineData("type=insert;path=Patient.name;index=2;valueHumanName={\"text\":\"u\"}", "{\"text\":\"t\"}", "{\"text\":\"t\"},{\"text\":\"u\"}")]
    [InlineData("type=insert;path=Patient.telecom;index=0;valueContactPoint={\"value\":\"1\"}", "\"deceasedBoolean\":false", "\"deceasedBoolean\":false,\"telecom\":[{\"value\":\"1\"}]")]
    [InlineData("type=move;path=Patient.name[0].given;source=0;destination=1", "\"given\":[\"a\",\"b\"],\"_given\":[null,{\"id\":\"x\"}]", "\"given\":[\"b\",\"a\"],\"_given\":[{\"id\":\"x\"},null]")]
    public void Operations_change_what_they_name_and_nothing_else(string operation, string old, string changed)
    {
        var outcome = Apply(Patient, operation);

        Assert.Empty(outcome.Issues);
        Assert.Equal(old.Length == 0 ? Patient : Patient.Replace(old, changed, StringComparison.Ordinal), Encoding.UTF8.GetString(outcome.Value!));
    }

    [Theory]
    [InlineData("type=replace;path=Patient.photo;valueAttachment={\"url\":\"u\"}", "patch-target-missing")]
    [InlineData("type=replace;path=Patient.name;valueHumanName={\"text\":\"u\"}", "patch-target-many")]
    [InlineData("type=replace;path=Patient;valueString=\"u\"", "patch-path")]
    [InlineData("type=replace;path=Patient.gender;valueBoolean=true", "patch-type")]
    [InlineData("type=replace;path=Patient.deceased;valueQuantity={\"value\":1}", "patch-type")]
    [InlineData("type=replace;path=Patient.gender.length();valueInteger=1", "patch-path")]
    [InlineData("type=replace;path=Patient.(;valueInteger=1", "fhirpath-syntax")]
    [InlineData("type=replace;path=Patient.gender", "patch-required")]
    [InlineData("type=delete;path=Patient.name", "patch-target-many")]
    [InlineData("type=delete;path=Patient", "patch-path")]
    [InlineData("type=add;path=Patient.photo;name=url;valueUrl=\"u\"", "patch-target-missing")]
    [InlineData("type=add;path=Patient;name=gender;valueCode=\"male\"", "patch-exists")]
    [InlineData("type=add;path=Patient;name=deceased;valueDateTime=\"2026\"", "patch-exists")]
    [InlineData("type=add;path=Patient;name=nick;valueString=\"u\"", "patch-element-unknown")]
    [InlineData("type=add;path=Patient;name=active;valueString=\"u\"", "patch-type")]
    [InlineData("type=add;path=Patient;name=name;valueString=\"u\"", "patch-type")]
    [InlineData("type=add;path=Patient;valueString=\"u\"", "patch-required")]
    [InlineData("type=insert;path=Patient.name;index=3;valueHumanName={\"text\":\"u\"}", "patch-index")]
    [InlineData("type=insert;path=Patient.telecom;index=1;valueContactPoint={\"value\":\"1\"}", "patch-index")]
    [InlineData("type=insert;path=Patient.gender;index=0;valueCode=\"u\"", "patch-list")]
    [InlineData("type=insert;path=Patient.name;valueHumanName={\"text\":\"u\"}", "patch-required")]
    [InlineData("type=insert;path=Patient.name|Patient.name.given;index=0;valueHumanName={\"text\":\"u\"}", "patch-list")]
    [InlineData("type=move;path=Patient.name;source=0;destination=2", "patch-index")]
    [InlineData("type=move;path=Patient.photo;source=0;destination=0", "patch-target-missing")]
    [InlineData("type=move;path=Patient.name;source=0", "patch-required")]
    [InlineData("type=spam;path=Patient.name", "patch-operation")]
    [InlineData("path=Patient.name", "patch-required")]
    public void What_cannot_be_done_is_an_issue_that_names_the_operation(string operation, string rule)
    {
        var issue = Assert.Single(Apply(Patient, "type=delete;path=Patient.photo", operation).Issues);

        Assert.Equal((rule, "operation[1]"), (issue.Rule, issue.Expression));
    }

    [Fact]
    public void An_anonymous_element_comes_in_parts_with_lists_choices_and_nested_parts()
    {
        var parameters = Document("""
            {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
              {"name":"type","valueCode":"add"},{"name":"path","valueString":"Observation"},{"name":"name","valueString":"component"},
              {"name":"value","part":[
                {"name":"code","valueCodeableConcept":{"text":"c"}},
                {"name":"value","valueQuantity":{"value":1.50}},
                {"name":"extension","part":[{"name":"url","valueUri":"u"},{"name":"value","valueCode":"v"}]},
                {"name":"referenceRange","part":[{"name":"low","valueQuantity":{"value":1}},{"name":"appliesTo","valueCodeableConcept":{"text":"x"}},{"name":"appliesTo","valueCodeableConcept":{"text":"y"}}]}]}]}]}
            """);

        var outcome = FhirPathPatch.Apply(Document("""{"resourceType":"Observation","status":"final"}""").Root, parameters.Root);

        Assert.Equal(
            """{"resourceType":"Observation","status":"final","component":[{"code":{"text":"c"},"valueQuantity":{"value":1.50},"extension":[{"url":"u","valueCode":"v"}],"referenceRange":[{"low":{"value":1},"appliesTo":[{"text":"x"},{"text":"y"}]}]}]}""",
            Encoding.UTF8.GetString(outcome.Value!));
    }

    [Fact]
    public void A_resource_can_be_put_into_another_one_and_a_contained_one_be_changed()
    {
        var parameters = Document("""
            {"resourceType":"Parameters","parameter":[
              {"name":"operation","part":[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"contained"},{"name":"value","resource":{"resourceType":"Organization","id":"o"}}]},
              {"name":"operation","part":[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient.contained[0]"},{"name":"name","valueString":"active"},{"name":"value","valueBoolean":true}]}]}
            """);

        Assert.Equal("""{"resourceType":"Patient","contained":[{"resourceType":"Organization","id":"o","active":true}]}""", Encoding.UTF8.GetString(FhirPathPatch.Apply(Document("""{"resourceType":"Patient"}""").Root, parameters.Root).Value!));
    }

    [Fact]
    public void Patch_and_resource_may_be_XML()
    {
        var patient = FhirXml.Read("""<Patient xmlns="http://hl7.org/fhir"><birthDate id="d" value="1948"/></Patient>"""u8.ToArray(), Schema.R4).Document!;
        var patch = FhirXml.Read("""<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="operation"/><part><name value="type"/><valueCode value="add"/></part><part><name value="path"/><valueString value="Patient.birthDate"/></part><part><name value="name"/><valueString value="extension"/></part><part><name value="value"/><part><name value="url"/><valueUri value="u"/></part><part><name value="value"/><valueCode value="v"/></part></part></parameter></Parameters>"""u8.ToArray(), Schema.R4).Document!;

        var result = FhirPathPatch.Apply(patient.Root, patch.Root).Value!;

        Assert.EndsWith("""<birthDate id="d" value="1948"><extension url="u"><valueCode value="v"/></extension></birthDate></Patient>""", Encoding.UTF8.GetString(FhirXml.Write(FhirDocument.Parse(result, Schema.R4).Value!.Root)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_patch_is_a_Parameters_resource_and_an_empty_one_changes_nothing()
    {
        Assert.Equal("patch-syntax", FhirPathPatch.Apply(Document(Patient).Root, Document(Patient).Root).Issues[0].Rule);
        Assert.Equal(Patient + "\n", Encoding.UTF8.GetString(FhirPathPatch.Apply(Document(Patient + "\n").Root, Document("""{"resourceType":"Parameters"}""").Root).Value!));
    }

    private static Outcome<byte[]> Apply(string resource, params string[] operations) => FhirPathPatch.Apply(Document(resource).Root, Document(Parameters(operations)).Root);

    // type=add;path=Patient;name=given;valueString="c" → one operation.
    private static string Parameters(string[] operations) => $$$"""{"resourceType":"Parameters","parameter":[{{{string.Join(',', operations.Select(Operation))}}}]}""";

    private static string Operation(string text) => $$$"""{"name":"operation","part":[{{{string.Join(',', text.Split(';').Select(Part))}}}]}""";

    private static string Part(string text)
    {
        var (name, value) = (text[..text.IndexOf('=', StringComparison.Ordinal)], text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return name switch
        {
            "index" or "source" or "destination" => $$$"""{"name":"{{{name}}}","valueInteger":{{{value}}}}""",
            "part" => $$$"""{"name":"value","part":{{{value}}}}""",
            _ when name.StartsWith("value", StringComparison.Ordinal) => $$$"""{"name":"value","{{{name}}}":{{{value}}}}""",
            _ => $$$"""{"name":"{{{name}}}","valueString":"{{{value}}}"}""",
        };
    }

    private static FhirDocument Document(string json) => FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;
}
