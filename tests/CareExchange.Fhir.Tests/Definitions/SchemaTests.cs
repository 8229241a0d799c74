using CareExchange.Fhir.Definitions;

namespace CareExchange.Fhir.Tests.Definitions;

public class SchemaTests
{
    [Fact]
    public void The_core_pack_knows_types_parameters_and_codes()
    {
        Assert.Equal("DomainResource", Schema.R4.FindType("Patient")?.Base?.TypeName);
        Assert.True(Schema.R4.FindType("Age")?.IsA("Quantity"));
        Assert.Equal("token", Schema.R4.FindSearchParameter("Patient", "identifier")?.Type);
        Assert.Equal("date", Schema.R4.FindSearchParameter("Patient", "_lastUpdated")?.Type);
        Assert.Contains(Schema.R4.FindCodeSystem("http://hl7.org/fhir/administrative-gender")!.Concepts, concept => concept.Code == "female");
        Assert.NotNull(Schema.R4.FindValueSet("http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1"));
        Assert.NotNull(Schema.R4.FindType("date")?.Regex);
    }

    [Fact]
    public void Official_errata_are_patched_by_name()
    {
        Assert.Contains("noshow", Constraint("Appointment", "app-4"), StringComparison.Ordinal);
        Assert.StartsWith("fullUrl.exists() implies", Constraint("Bundle", "bdl-8"), StringComparison.Ordinal);
        Assert.Contains("when.all(", Constraint("Timing", "tim-9"), StringComparison.Ordinal);
        Assert.Equal(["Patient"], Schema.R4.FindSearchParameter("Condition", "patient")!.Target);
        Assert.Equal(["patient"], Schema.R4.Compartments.Single(compartment => compartment.Code == "Patient").Parameters["Task"]);
    }

    [Fact]
    public void The_embedded_pack_is_what_the_official_package_compiles_to()
    {
        var package = File.ReadAllBytes(SharedData.Need("packages/hl7.fhir.r4.core-4.0.1.tgz"));
        var first = PackFormat.Write(PackageCompiler.Compile(package).Value!);
        Assert.Equal(EmbeddedPack.Read("r4.core.pack"), first);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, "package-archive")]
    [InlineData(new byte[0], "package-archive")]
    public void What_is_no_package_is_an_issue(byte[] bytes, string rule) =>
        Assert.Equal(rule, Assert.Single(PackageCompiler.Compile(bytes).Issues).Rule);

    [Fact]
    public void A_layer_shares_nodes_and_tags_with_what_lies_below()
    {
        var layered = Schema.R4.With(Pack(Profile("urn:p", "1.0.0")));

        Assert.Same(Schema.R4.FindRoot("Patient"), layered.FindRoot("Patient"));
        Assert.Same(Schema.R4.FindRoot("Patient")!.Child("name"u8), layered.FindRoot("Patient")!.Child("name"u8));
        Assert.Equal("Patient", layered.FindType("urn:p")?.Base?.TypeName);
        Assert.Null(Schema.R4.FindType("urn:p"));
        Assert.Same(layered, layered.With(Pack(Profile("urn:q", "1.0.0"))).Below);
        Assert.Equal(Schema.R4.Types.Count + 1, layered.Types.Count);
    }

    [Theory]
    [InlineData("urn:p", "10.0.0")]
    [InlineData("urn:p|2.1.3", "2.1.3")]
    [InlineData("urn:p|2.1", "2.1.4")]
    [InlineData("urn:p|2.1.0", "2.1.4")]
    [InlineData("urn:p|10.0.0", "10.0.0")]
    [InlineData("urn:p|3.0.0", null)]
    public void A_canonical_finds_its_version_and_without_one_the_highest(string canonical, string? version)
    {
        var schema = Schema.R4.With(Pack(Profile("urn:p", "10.0.0"), Profile("urn:p", "2.1.3"))).With(Pack(Profile("urn:p", "2.1.4"), Profile("urn:p", "2.1.4-ballot")));

        Assert.Equal(version, schema.FindType(canonical)?.Version);
    }

    [Fact]
    public void A_logical_model_is_a_type_of_its_own()
    {
        var schema = Schema.R4.With(Pack(
            """
            {"resourceType":"StructureDefinition","url":"http://example.org/Visit","type":"http://example.org/Visit","name":"Visit","kind":"logical","derivation":"specialization",
             "snapshot":{"element":[{"id":"Visit","path":"Visit"},{"id":"Visit.guest","path":"Visit.guest","min":0,"max":"*","type":[{"code":"HumanName"}]},
             {"id":"Visit.room","path":"Visit.room","min":0,"max":"1","type":[{"code":"http://example.org/Room"}]}]}}
            """,
            """
            {"resourceType":"StructureDefinition","url":"http://example.org/Room","type":"http://example.org/Room","name":"Room","kind":"logical","derivation":"specialization",
             "snapshot":{"element":[{"id":"Room","path":"Room"},{"id":"Room.number","path":"Room.number","min":0,"max":"1","type":[{"code":"integer"}]}]}}
            """));
        foreach (var root in new[] { null, "http://example.org/Visit", "Visit" })
        {
            var visit = CareExchange.Fhir.Elements.FhirDocument.Parse("""{"resourceType":"Visit","guest":[{"family":"Kim"}],"room":{"number":7}}"""u8.ToArray(), schema, root).Value!.Root;

            Assert.Equal("HumanName", visit["guest"].TypeName);
            Assert.Equal("string", visit["guest"]["family"].TypeName);
            Assert.Equal("integer", visit["room"]["number"].TypeName);
        }
    }

    [Fact]
    public void Of_loose_resources_the_broken_ones_are_named_and_the_others_kept()
    {
        var outcome = PackageCompiler.CompileResources("loose", "1", [.. new[] { Profile("urn:p", "1"), "{", "{\"resourceType\":\"ValueSet\",\"id\":\"v\"}", "[1]", "{\"resourceType\":\"ValueSet\",\"url\":\"urn:\\ud800\"}" }.Select(Bytes)]);

        Assert.Equal("urn:p", Assert.Single(outcome.Value!.Types).Url);
        Assert.Equal([("package-json", "#2"), ("package-resource", "v"), ("package-resource", "#4"), ("package-json", "#5")], outcome.Issues.Select(issue => (issue.Rule, issue.Found!)));
    }

    [Fact]
    public void A_differential_tells_what_it_states_and_survives_the_pack()
    {
        var json = Profile("urn:p", "1").Replace("\"snapshot\":", """
            "status":"draft","differential":{"element":[{"id":"Patient.name","path":"Patient.name","min":0,"mustSupport":false,
            "constraint":[{"key":"k-1","severity":"warning","human":"Be kind.","expression":"true","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/elementdefinition-bestpractice","valueBoolean":true}]}]}]},"snapshot":
            """, StringComparison.Ordinal);
        var type = Assert.Single(PackFormat.Read(PackFormat.Write(Pack(json))).Types);

        var element = Assert.Single(type.Differential);
        Assert.Equal(ElementFacts.Min | ElementFacts.MustSupport, element.Stated);
        Assert.Equal(("Be kind.", true, false), (element.Constraints[0].Human, element.Constraints[0].IsBestPractice, element.Constraints[0].IsError));
        Assert.Equal("draft", type.Status);
    }

    private static string Profile(string url, string version) =>
        $$$"""{"resourceType":"StructureDefinition","url":"{{{url}}}","version":"{{{version}}}","name":"P","type":"Patient","kind":"resource","derivation":"constraint","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient","snapshot":{"element":[{"id":"Patient","path":"Patient"} ] } }""";

    private static DefinitionPack Pack(params string[] resources) =>
        PackageCompiler.CompileResources("test", "1", [.. resources.Select(Bytes)]).Value!;

    private static ReadOnlyMemory<byte> Bytes(string json) => System.Text.Encoding.UTF8.GetBytes(json);

    private static string Constraint(string type, string key) => Schema.R4.FindType(type)!.Snapshot
        .SelectMany(element => element.Constraints).First(constraint => constraint.Key == key).Expression!;
}
