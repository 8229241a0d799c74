using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.Tests.Elements;

public class ElementTests
{
    private const string Patient = """
        {
          "resourceType": "Patient",
          "id": "p1",
          "contained": [{ "id": "o", "resourceType": "Organization", "name": "서대문구" }],
          "name": [{ "given": ["가온", null, "\ub098"], "_given": [null, { "id": "g2" }, { "extension": [{ "url": "urn:x", "valueDecimal": 1.50 }] }], "family": "김" }],
          "_birthDate": { "extension": [{ "url": "urn:approx", "valueBoolean": true }] },
          "birthDate": "1948-03",
          "deceasedBoolean": false,
          "favourite": { "colour": "blue" }
        }
        """;

    private readonly Element _patient = Parse(Patient);

    [Fact]
    public void Properties_know_their_definition_and_type()
    {
        Assert.Equal("Patient", _patient.TypeName);
        Assert.Equal("HumanName", _patient["name"].TypeName);
        Assert.Equal("Patient.name", _patient["name"].Definition?.Path);
        Assert.Equal("HumanName.family", _patient["name"]["family"].Definition?.Path);
        Assert.Equal("id", _patient["id"].TypeName);
    }

    [Fact]
    public void A_choice_answers_to_its_own_name_and_to_its_JSON_name()
    {
        Assert.Equal("false", _patient["deceased"].Text);
        Assert.Equal("boolean", _patient["deceasedBoolean"].TypeName);
        Assert.Equal("deceased", _patient["deceased"].Name);
        Assert.Equal("deceasedBoolean", _patient["deceased"].JsonName);
    }

    [Fact]
    public void A_primitive_and_its_underscore_twin_are_one_element_in_either_order()
    {
        var birthDate = Assert.Single(_patient.Children("birthDate").ToArray());
        Assert.Equal("1948-03", birthDate.Text);
        Assert.Equal("true", birthDate["extension"]["value"].Text);
    }

    [Fact]
    public void Nulls_keep_parallel_lists_in_step()
    {
        var given = _patient["name"].Children("given").ToArray();
        Assert.Equal(["가온", null, "나"], given.Select(name => name.Text));
        Assert.Equal("g2", given[1]["id"].Text);
        Assert.Equal("1.50", given[2]["extension"]["value"].Text);
        Assert.False(given[1].HasValue);
    }

    [Fact]
    public void A_contained_resource_is_read_as_what_it_says_it_is_even_when_it_says_so_late()
    {
        var contained = _patient["contained"];
        Assert.Equal("Organization", contained.TypeName);
        Assert.Equal("Organization.name", contained["name"].Definition?.Path);
        Assert.Equal("contained", contained.Name);
    }

    [Fact]
    public void An_unknown_property_stays_navigable_under_its_own_name()
    {
        Assert.Null(_patient["favourite"].Definition);
        Assert.Equal("blue", _patient["favourite"]["colour"].Text);
        Assert.Equal("string", _patient["favourite"]["colour"].TypeName);
        Assert.Equal("favourite", _patient["favourite"].Name);
    }

    [Fact]
    public void Paths_and_positions_lead_back_to_the_text()
    {
        var third = _patient["name"].Children("given").ToArray()[2];
        Assert.Equal("Patient.name[0].given[2]", third.Path);
        Assert.Equal("Patient.deceased", _patient["deceased"].Path);
        Assert.Equal(3, _patient["id"].Position.Line);
        Assert.Equal(9, _patient["id"].Position.Column);
    }

    [Fact]
    public void The_absent_element_answers_everything()
    {
        var absent = _patient["photo"]["url"];
        Assert.False(absent.Exists);
        Assert.Null(absent.Text);
        Assert.Empty(absent.Children().ToArray());
        Assert.Equal("", absent.Path);
        Assert.Equal("", absent.TypeName);
        Assert.True(absent.Raw.IsEmpty);
    }

    [Fact]
    public void Children_leave_resourceType_out()
    {
        Assert.DoesNotContain(_patient.Children().ToArray(), child => child.Name == "resourceType");
        Assert.Equal(["id", "contained", "name", "birthDate", "deceased", "favourite"], _patient.Children().ToArray().Select(child => child.Name));
    }

    [Fact]
    public void A_content_reference_is_followed()
    {
        var item = Parse("""{"resourceType":"Questionnaire","item":[{"item":[{"item":[{"linkId":"1.1.1"}]}]}]}""")["item"]["item"]["item"];
        Assert.Equal("Questionnaire.item.linkId", item["linkId"].Definition?.Path);
    }

    [Fact]
    public void Every_example_of_the_R4_package_resolves_every_property()
    {
        var examples = 0;
        foreach (var (name, json) in SharedData.Package("hl7.fhir.r4.examples-4.0.1-part.tgz"))
        {
            var outcome = FhirDocument.Parse(json, Schema.R4);
            Assert.True(outcome.Succeeded, name);
            AssertKnown(outcome.Value!.Root, name);
            examples++;
        }

        Assert.True(examples > 300);
    }

    private static void AssertKnown(Element element, string file)
    {
        if (element.Definition is null) Assert.Fail($"{file}: {element.Path}");
        foreach (var child in element.Children()) AssertKnown(child, file);
    }

    private static Element Parse(string json)
    {
        var outcome = FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4);
        Assert.True(outcome.Succeeded, string.Join("; ", outcome.Issues));
        return outcome.Value!.Root;
    }
}
