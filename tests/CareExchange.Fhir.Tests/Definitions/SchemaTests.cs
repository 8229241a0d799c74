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
        Assert.Equal(EmbeddedPack.Read(), first);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 }, "package-archive")]
    [InlineData(new byte[0], "package-archive")]
    public void What_is_no_package_is_an_issue(byte[] bytes, string rule) =>
        Assert.Equal(rule, Assert.Single(PackageCompiler.Compile(bytes).Issues).Rule);

    private static string Constraint(string type, string key) => Schema.R4.FindType(type)!.Snapshot
        .SelectMany(element => element.Constraints).First(constraint => constraint.Key == key).Expression!;
}
