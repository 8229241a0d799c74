using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Snapshots;

namespace CareExchange.Validation.Tests.Snapshots;

public class SnapshotGeneratorTests
{
    [Fact]
    public void What_a_profile_states_changes_the_base_and_the_rest_stays()
    {
        var made = Make("Patient", """{"path":"Patient.name","min":1,"mustSupport":true,"constraint":[{"key":"p-1","severity":"error","human":"x","expression":"text.exists()"}]}""");
        var name = made.FindElement("Patient.name")!;

        Assert.Equal((1, -1, true), (name.Min, name.Max, name.MustSupport));
        Assert.Equal(["ele-1", "p-1"], name.Constraints.Select(constraint => constraint.Key));
        Assert.Equal("http://example.org/p", name.Constraints[1].Source);
        Assert.Equal((0, "Patient.name"), (name.BaseMin, name.BasePath));
        Assert.Equal(Schema.R4.FindType("Patient")!.Snapshot.Select(element => element.Id), made.Snapshot.Select(element => element.Id));
    }

    [Fact]
    public void Slices_take_content_and_hang_under_what_is_sliced()
    {
        var made = Make(
            "Observation",
            """{"path":"Observation.component","mustSupport":true,"slicing":{"discriminator":[{"type":"value","path":"code"}],"rules":"open"}}""",
            """{"path":"Observation.component","sliceName":"a","min":1,"max":"1"}""",
            """{"path":"Observation.component.code.coding","min":1}""",
            """{"path":"Observation.component","sliceName":"b"}""",
            """{"path":"Observation.component","sliceName":"a/c","max":"1"}""");
        var a = made.FindElement("Observation.component:a")!;

        Assert.Equal((1, 1, true), (a.Min, a.Max, a.MustSupport));
        Assert.Equal(1, made.FindElement("Observation.component:a.code.coding")!.Min);
        Assert.Equal(1, made.FindElement("Observation.component:a/c.code.coding")!.Min);
        Assert.Null(made.FindElement("Observation.component.code.coding"));
        Assert.Equal(["component", "component:a", "component:a/c", "component:b"], made.Snapshot.Skip(1).Select(element => element.Id["Observation.".Length..]).Where(id => id.StartsWith("component", StringComparison.Ordinal) && !id.Contains('.')));
        Assert.Equal(Children("component", made), Children("component:b", made));
    }

    [Fact]
    public void A_type_named_in_the_path_is_a_slice_and_closes_the_choice()
    {
        var made = Make("Observation", """{"path":"Observation.valueQuantity","min":1}""", """{"path":"Observation.valueQuantity.code","min":1}""");

        Assert.Equal("closed", made.FindElement("Observation.value[x]")!.Slicing!.Rules);
        Assert.Equal(["Quantity"], made.FindElement("Observation.value[x]")!.Types.Select(type => type.Code));
        Assert.Equal(1, made.FindElement("Observation.value[x]:valueQuantity")!.Min);
        Assert.Equal(1, made.FindElement("Observation.value[x]:valueQuantity.code")!.Min);
    }

    [Fact]
    public void Extensions_are_sliced_by_url_without_saying_so_and_repeat_as_their_definition_says()
    {
        var made = Make("Patient", """{"path":"Patient.extension","sliceName":"bp","type":[{"code":"Extension","profile":["http://hl7.org/fhir/StructureDefinition/patient-birthPlace"]}]}""");

        Assert.Equal("url", Assert.Single(made.FindElement("Patient.extension")!.Slicing!.Discriminators).Path);
        Assert.Equal(1, made.FindElement("Patient.extension:bp")!.Max);
    }

    [Fact]
    public void Content_that_is_referred_to_is_taken_in_where_a_profile_looks_into_it()
    {
        var made = Make("Observation", """{"path":"Observation.component.referenceRange.text","min":1}""");

        Assert.Equal(1, made.FindElement("Observation.component.referenceRange.text")!.Min);
        Assert.Equal(0, made.FindElement("Observation.referenceRange.text")!.Min);
        Assert.Null(made.FindElement("Observation.component.referenceRange")!.ContentReference);
        Assert.Equal("BackboneElement", Assert.Single(made.FindElement("Observation.component.referenceRange")!.Types).Code);
    }

    [Theory]
    [InlineData("""{"path":"Patient.shoeSize","min":1}""", "snapshot-path")]
    [InlineData("""{"path":"Patient.link.other","min":0}""", "snapshot-min")]
    [InlineData("""{"path":"Patient.gender","max":"2"}""", "snapshot-max")]
    [InlineData("""{"path":"Patient.birthDate","type":[{"code":"Period"}]}""", "snapshot-type")]
    [InlineData("""{"path":"Patient.name","sliceName":"a"}""", "snapshot-slicing")]
    public void What_does_not_fit_the_base_is_an_issue(string element, string rule) =>
        Assert.Equal(rule, Assert.Single(Layer(Definition("p", "Patient", "http://hl7.org/fhir/StructureDefinition/Patient", element)).Issues).Rule);

    [Fact]
    public void Unknown_bases_and_circles_are_issues_and_give_no_snapshot()
    {
        var (schema, issues) = Layer(
            Definition("p", "Patient", "http://example.org/unknown"),
            Definition("q", "Patient", "http://example.org/r"),
            Definition("r", "Patient", "http://example.org/q"));

        Assert.Contains(issues, issue => issue is { Rule: "snapshot-base", Found: "http://example.org/unknown" });
        Assert.Contains(issues, issue => issue.Rule == "snapshot-circular");
        Assert.Empty(schema.FindType("http://example.org/p")!.Snapshot);
        Assert.Empty(schema.FindType("http://example.org/q")!.Snapshot);
    }

    [Fact]
    public void A_profile_of_a_profile_comes_after_its_base_whatever_their_order()
    {
        var (schema, issues) = Layer(
            Definition("a", "Patient", "http://example.org/z", """{"path":"Patient.name.family","min":1}"""),
            Definition("z", "Patient", "http://hl7.org/fhir/StructureDefinition/Patient", """{"path":"Patient.name","min":1}"""));

        Assert.Empty(issues);
        Assert.Equal(1, schema.FindType("http://example.org/a")!.FindElement("Patient.name")!.Min);
        Assert.Equal(1, schema.FindType("http://example.org/a")!.FindElement("Patient.name.family")!.Min);
    }

    [Fact]
    public void A_logical_model_without_snapshot_can_be_read()
    {
        var (schema, issues) = Layer(
            """
            {"resourceType":"StructureDefinition","url":"http://example.org/Visit","name":"Visit","kind":"logical","type":"http://example.org/Visit","derivation":"specialization","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Base",
             "differential":{"element":[{"path":"Visit"},{"path":"Visit.room","min":0,"max":"*","type":[{"code":"BackboneElement"}]},{"path":"Visit.room.number","min":1,"max":"1","type":[{"code":"integer"}]}]}}
            """);
        var visit = FhirDocument.Parse("""{"resourceType":"Visit","room":[{"number":7}]}"""u8.ToArray(), schema).Value!.Root;

        Assert.Empty(issues);
        Assert.Equal("integer", visit["room"]["number"].TypeName);
    }

    private static IEnumerable<string> Children(string of, TypeDefinition type) => type.Snapshot
        .Where(element => element.Id.StartsWith($"Observation.{of}.", StringComparison.Ordinal)).Select(element => element.Id[$"Observation.{of}.".Length..]);

    private static TypeDefinition Make(string type, params string[] elements)
    {
        var (schema, issues) = Layer(Definition("p", type, $"http://hl7.org/fhir/StructureDefinition/{type}", elements));
        Assert.Empty(issues);
        return schema.FindType("http://example.org/p")!;
    }

    private static (Schema Schema, IReadOnlyList<Issue> Issues) Layer(params string[] definitions) => SnapshotGenerator.Layer(
        Schema.R4,
        PackageCompiler.CompileResources("test", "1", [.. definitions.Select(definition => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(definition))]).Value!);

    private static string Definition(string name, string type, string of, params string[] elements) =>
        $$"""{"resourceType":"StructureDefinition","url":"http://example.org/{{name}}","name":"P","kind":"resource","type":"{{type}}","derivation":"constraint","baseDefinition":"{{of}}","differential":{"element":[{{string.Join(',', elements.Prepend($$"""{"path":"{{type}}"}"""))}}]} }""";
}
