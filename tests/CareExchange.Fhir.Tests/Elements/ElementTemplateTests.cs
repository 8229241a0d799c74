using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;

namespace CareExchange.Fhir.Tests.Elements;

/// <summary>What many documents hold alike is made once, and a copy that is written into is its own.</summary>
public sealed class ElementTemplateTests
{
    private static readonly ElementShape Concept = ElementShape.Find(Schema.R4, "CodeableConcept")!;

    [Fact]
    public void Copies_are_written_as_the_value_was()
    {
        var observation = ElementBuilder.Create(Schema.R4, "Observation");
        observation.Set("code", new ElementBuilder(Template())).Set("category", new ElementBuilder(Template())).Set("status", "final");

        Assert.Equal(
            """{"resourceType":"Observation","status":"final","category":[{"coding":[{"system":"urn:s","code":"a"}],"text":"가\"나"}],"code":{"coding":[{"system":"urn:s","code":"a"}],"text":"가\"나"}}""",
            observation.ToString());
    }

    [Fact]
    public void A_copy_that_is_written_into_changes_neither_the_template_nor_another_copy()
    {
        var template = Template();
        var (first, second) = (new ElementBuilder(template), new ElementBuilder(template));
        first.Find("coding")!.Set("display", "A");
        first.Add("coding").Set("code", "b");

        Assert.Equal("""{"coding":[{"system":"urn:s","code":"a","display":"A"},{"code":"b"}],"text":"가\"나"}""", first.ToString());
        Assert.Equal("""{"coding":[{"system":"urn:s","code":"a"}],"text":"가\"나"}""", second.ToString());
        Assert.Null(first.Template);
        Assert.Same(template, second.Template);
    }

    [Fact]
    public void A_primitive_takes_another_text_and_extensions()
    {
        var shape = ElementShape.Find(Schema.R4, "Patient")!.Property("gender")!.Only!.Shape;
        var patient = ElementBuilder.Create(Schema.R4, "Patient");
        var gender = patient.Append(patient.Shape.Property("gender")!.Only!, new(ElementTemplate.Of(shape, "female")!));
        Assert.Equal("female", gender.Text);

        gender.TrySetText("male");
        gender.Add("extension").Set("url", "urn:x");

        Assert.Equal("""{"resourceType":"Patient","gender":"male","_gender":{"extension":[{"url":"urn:x"}]}}""", patient.ToString());
    }

    [Fact]
    public void What_is_written_differently_in_different_places_has_no_template()
    {
        Assert.Null(ElementTemplate.Of(ElementBuilder.Create(Schema.R4, "Patient")));
        Assert.Null(ElementTemplate.Of(new ElementBuilder(Concept)));
        Assert.Null(ElementTemplate.Of(ElementShape.Find(Schema.R4, "Patient")!.Property("active")!.Only!.Shape, "perhaps"));
    }

    [Fact]
    public void Parts_are_known_without_being_looked_into()
    {
        var copy = new ElementBuilder(Template());

        Assert.True(copy.HasParts);
        Assert.False(copy.IsEmpty);
        Assert.NotNull(copy.Template);
        Assert.Equal(2, copy.Children.Length);
        Assert.Null(copy.Template);
    }

    [Fact]
    public void A_name_asked_for_often_finds_what_the_name_finds()
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes("""{"a":1,"이름":["x","y"],"a\u0062":2,"b":null,"a":3}"""), Schema.R4, "(none)").Value!;

        foreach (var name in (string[])["a", "이름", "ab", "b", "c"])
        {
            var known = new ElementName(name);
            Assert.Equal(document.Root.Children(name).ToArray().Select(child => child.Text), document.Root.Children(known).ToArray().Select(child => child.Text));
        }
    }

    private static ElementTemplate Template()
    {
        var concept = new ElementBuilder(Concept);
        concept.Add("coding").Set("system", "urn:s").Set("code", "a");
        return ElementTemplate.Of(concept.Set("text", "가\"나"))!;
    }
}
