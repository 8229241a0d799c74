using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.Tests.Elements;

public sealed class ElementBuilderTests
{
    private static ElementBuilder Make(string type) => ElementBuilder.Create(Schema.R4, type);

    [Fact]
    public void Properties_come_out_in_the_order_of_the_definition_whatever_the_order_of_the_calls()
    {
        var patient = Make("Patient").Set("birthDate", "1948-03-02").Set("active", true).Set("id", "a");
        patient.Add("name").Set("given", "가온").Set("family", "김");
        patient.Add("name").Set("text", "김가온");

        Assert.Equal("""{"resourceType":"Patient","id":"a","active":true,"name":[{"family":"김","given":["가온"]},{"text":"김가온"}],"birthDate":"1948-03-02"}""", patient.ToString());
    }

    [Fact]
    public void A_choice_is_written_under_the_name_of_its_type()
    {
        var quantity = Make("Quantity").Set("value", 1.50m).Set("unit", "점");

        Assert.Equal("""{"resourceType":"Observation","valueQuantity":{"value":1.50,"unit":"점"}}""", Make("Observation").Set("value", quantity).ToString());
        Assert.Equal("""{"resourceType":"Observation","valueString":"x"}""", Make("Observation").Set("value", "x").ToString());
        Assert.Equal("""{"resourceType":"Observation","valueInteger":3}""", Make("Observation").Set("value", 3).ToString());
        Assert.Equal("""{"resourceType":"Observation","valuePeriod":{"start":"2026"}}""", Shown(Make("Observation"), one => one.Add("valuePeriod").Set("start", "2026")));
        Assert.Equal("""{"resourceType":"Observation","valuePeriod":{"start":"2026"}}""", Shown(Make("Observation"), one => one.Add("value", "Period").Set("start", "2026")));
    }

    [Fact]
    public void A_choice_that_takes_a_second_type_loses_the_first() =>
        Assert.Equal("""{"resourceType":"Observation","valueBoolean":true}""", Make("Observation").Set("value", "x").Set("value", true).ToString());

    [Fact]
    public void Extensions_on_primitives_stand_in_the_underscore_twin_and_lists_keep_step()
    {
        var patient = Make("Patient");
        patient.Add("birthDate").Add("extension").Set("url", "urn:x").Set("value", "around spring");
        var name = patient.Add("name").Set("given", "A");
        name.Add("given").Add("extension").Set("url", "urn:absent").Set("value", true);

        Assert.Equal(
            """{"resourceType":"Patient","name":[{"given":["A",null],"_given":[null,{"extension":[{"url":"urn:absent","valueBoolean":true}]}]}],"_birthDate":{"extension":[{"url":"urn:x","valueString":"around spring"}]}}""",
            patient.ToString());
    }

    [Fact]
    public void What_stays_empty_is_not_written()
    {
        var bundle = Make("Bundle");
        bundle.Add("entry").Add("request");
        bundle.Add("entry").Add("resource", "Patient");

        Assert.Equal("""{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"}}]}""", bundle.ToString());
        Assert.Equal("Bundle.entry[0].resource", bundle.Children[1].Find("resource")!.Path);
    }

    [Fact]
    public void Digits_and_characters_are_written_as_given()
    {
        var observation = Make("Observation");
        observation.Add("valueQuantity").Add("value").TrySetText("0.10E+2");

        Assert.Equal("""{"resourceType":"Observation","valueQuantity":{"value":0.10E+2},"note":[{"text":"\"\\\n\u0001/가😀"}]}""", Shown(observation, one => one.Add("note").Set("text", "\"\\\n\u0001/가😀")));
    }

    [Theory]
    [InlineData("decimal", "1.", false)]
    [InlineData("decimal", "01", false)]
    [InlineData("decimal", "-0.5", true)]
    [InlineData("decimal", "1e5", true)]
    [InlineData("integer", "1.0", false)]
    [InlineData("integer", "-12", true)]
    [InlineData("boolean", "yes", false)]
    [InlineData("boolean", "false", true)]
    [InlineData("string", "", false)]
    [InlineData("HumanName", "x", false)]
    public void A_primitive_takes_only_text_that_JSON_can_write_as_its_type(string type, string text, bool takes) => Assert.Equal(takes, Make(type).TrySetText(text));

    [Fact]
    public void Names_that_the_definition_lacks_are_the_callers_mistake()
    {
        Assert.Throws<ArgumentException>(() => Make("Patient").Set("nickname", "x"));
        Assert.Throws<ArgumentException>(() => Make("Observation").Add("value"));
        Assert.Throws<ArgumentException>(() => Make("Patient").Set("active", "perhaps"));
        Assert.Throws<ArgumentException>(() => Make("DomainResource"));
        Assert.Throws<ArgumentException>(() => Make("Observation").Set("value", Make("HumanName")));
    }

    [Fact]
    public void A_resource_copied_through_a_builder_is_the_same_resource()
    {
        const string Json = """{"resourceType":"Patient","id":"p","contained":[{"resourceType":"Organization","id":"o","name":"홍제"}],"extension":[{"url":"urn:x","valueDecimal":1.50}],"name":[{"given":["A","B"],"_given":[null,{"id":"b"}]}],"birthDate":"1948","_birthDate":{"extension":[{"url":"urn:y","valueCode":"c"}]},"contact":[{"name":{"text":"T"}}]}""";
        var source = FhirDocument.Parse(System.Text.Encoding.UTF8.GetBytes(Json), Schema.R4).Value!.Root;
        var copy = Make("Patient");

        Assert.Null(copy.CopyFrom(source));
        Assert.Equal(Json, copy.ToString());
    }

    [Fact]
    public void A_copy_says_what_it_could_not_take()
    {
        var source = FhirDocument.Parse("""{"family":"김","nickname":"온"}"""u8.ToArray(), Schema.R4, "HumanName").Value!.Root;

        Assert.Equal("nickname", Make("HumanName").CopyFrom(source));
    }

    private static string Shown(ElementBuilder builder, Action<ElementBuilder> change)
    {
        change(builder);
        return builder.ToString();
    }
}
