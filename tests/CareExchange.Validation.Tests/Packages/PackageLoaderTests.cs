using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Tests;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Packages;

namespace CareExchange.Validation.Tests.Packages;

public class PackageLoaderTests
{
    [Fact]
    public void KR_Core_is_laid_over_R4_and_finds_its_dependency_there()
    {
        var loaded = PackageLoader.Load(Schema.R4, [new("kr.tgz", File.ReadAllBytes(SharedData.Need("packages/hl7.fhir.kr.core-2.0.0.tgz")))]);

        Assert.Empty(loaded.Issues);
        Assert.Equal("Patient", loaded.Schema.FindType("http://www.hl7korea.or.kr/fhir/krcore/StructureDefinition/krcore-patient|2.0.0")?.TypeName);
        Assert.Same(Schema.R4.FindRoot("Patient"), loaded.Schema.FindRoot("Patient"));
        Assert.All(loaded.Packages[0].ValueSets.Value, valueSet => Assert.NotNull(loaded.Schema.FindValueSet(valueSet.Url)));
        Assert.All(loaded.Packages[0].CodeSystems.Value, system => Assert.NotNull(loaded.Schema.FindCodeSystem(system.Url)));
    }

    [Fact]
    public void A_patient_is_held_to_KR_Core_where_it_claims_it()
    {
        var schema = PackageLoader.Load(Schema.R4, [new("kr.tgz", File.ReadAllBytes(SharedData.Need("packages/hl7.fhir.kr.core-2.0.0.tgz")))]).Schema;
        var validator = new ResourceValidator(schema);
        const string Profile = "http://www.hl7korea.or.kr/fhir/krcore/StructureDefinition/krcore-patient";
        var patient = $$"""
            {"resourceType":"Patient","meta":{"profile":["{{Profile}}"]},"identifier":[{"system":"urn:oid:1.2.410.100110.10.99999901","value":"1"}],"name":[{"text":"김가온"}],"gender":"female","birthDate":"1948-03-02"}
            """;

        Assert.DoesNotContain(validator.Validate(Encoding.UTF8.GetBytes(patient)), issue => issue.IsError);
        Assert.Contains(validator.Validate(Encoding.UTF8.GetBytes(patient.Replace("\"gender\":\"female\",", "", StringComparison.Ordinal))), issue => issue.IsError);
    }

    [Fact]
    public void What_a_package_builds_on_comes_below_it_whatever_the_order_of_files()
    {
        var upper = PackageArchives.Make("a.upper", "1.0.0", """{"b.lower":"1.2.x"}""", resources: PackageArchives.Profile("http://example.org/upper", "1.0.0", "http://example.org/lower"));
        var lower = PackageArchives.Make("b.lower", "1.2.7", """{"hl7.fhir.r4.core":"4.0.0"}""", resources: PackageArchives.Profile("http://example.org/lower", "1.2.7"));

        var loaded = PackageLoader.Load(Schema.R4, [upper, lower]);

        Assert.Empty(loaded.Issues);
        Assert.Equal(["b.lower", "a.upper"], loaded.Packages.Select(pack => pack.Name));
        Assert.Equal(1, loaded.Schema.FindType("http://example.org/upper")!.FindElement("Patient.gender")!.Min);
    }

    [Fact]
    public void Versions_stand_side_by_side_and_a_dependency_finds_its_own()
    {
        var loaded = PackageLoader.Load(Schema.R4,
        [
            PackageArchives.Make("p", "1.0.0", resources: PackageArchives.Profile("http://example.org/p", "1.0.0")),
            PackageArchives.Make("p", "2.0.0", resources: PackageArchives.Profile("http://example.org/p", "2.0.0")),
        ]);

        Assert.Equal("2.0.0", loaded.Schema.FindType("http://example.org/p")?.Version);
        Assert.Equal("1.0.0", loaded.Schema.FindType("http://example.org/p|1.0.0")?.Version);
    }

    [Theory]
    [InlineData("1.0.0", "1.0.0")]
    [InlineData("1.x", "1.3.0")]
    [InlineData("1.0.x", "1.0.1")]
    [InlineData("current", "2.0.0")]
    [InlineData("latest", "2.0.0")]
    [InlineData("^1.0.1", "1.3.0")]
    [InlineData("~1.0.0", "1.0.1")]
    [InlineData(">=1.3.0", "2.0.0")]
    public void A_range_chooses_the_highest_version_that_fits(string asked, string version)
    {
        PackageFile[] files =
        [
            PackageArchives.Make("d", "2.0.0-ballot"), PackageArchives.Make("d", "1.0.1"), PackageArchives.Make("d", "1.3.0"), PackageArchives.Make("d", "2.0.0"),
            PackageArchives.Make("d", "1.0.0"), PackageArchives.Make("p", "1.0.0", $$"""{"d":"{{asked}}"}"""),
        ];

        var loaded = PackageLoader.Load(Schema.R4, files, ["p"]);

        Assert.Empty(loaded.Issues);
        Assert.Equal([("d", version), ("p", "1.0.0")], loaded.Packages.Select(pack => (pack.Name, pack.Version)));
    }

    [Fact]
    public void What_is_missing_is_named_with_who_needs_it()
    {
        var loaded = PackageLoader.Load(Schema.R4, [PackageArchives.Make("d", "2.0.0"), PackageArchives.Make("p", "1.0.0", """{"d":"1.0.x"}""")], ["p", "q@3.0.0"]);

        var issue = loaded.Issues[0];
        Assert.Equal(("package-dependency", false, "d 1.0.x", "d 2.0.0"), (issue.Rule, issue.IsError, issue.Expected, issue.Found));
        Assert.StartsWith("p 1.0.0 builds on d 1.0.x", issue.English, StringComparison.Ordinal);
        Assert.Contains("p 1.0.0", issue.Korean, StringComparison.Ordinal);
        Assert.Equal(("package-missing", true, "q@3.0.0"), (loaded.Issues[1].Rule, loaded.Issues[1].IsError, loaded.Issues[1].Expected));
        Assert.Single(loaded.Packages);
    }

    [Fact]
    [Trait("pain", "15")]
    public void Broken_packages_are_named_and_the_others_loaded()
    {
        var loaded = PackageLoader.Load(Schema.R4,
        [
            new("broken.tgz", new byte[] { 1, 2, 3 }),
            new("broken.pack", "CXPACK0\nxxxx"u8.ToArray()),
            PackageArchives.Make("r5", "1.0.0", fhirVersion: "5.0.0"),
            PackageArchives.Make("odd", "1.0.0", resources: ["{", PackageArchives.Profile("http://example.org/p", "1.0.0")]),
        ]);

        Assert.Equal(["package-archive", "package-pack", "package-fhir-version", "package-json"], loaded.Issues.Select(issue => issue.Rule));
        Assert.All(loaded.Issues, issue => Assert.True(issue.IsError));
        Assert.Contains("broken.tgz", loaded.Issues[0].English, StringComparison.Ordinal);
        Assert.Contains("broken.tgz", loaded.Issues[0].Korean, StringComparison.Ordinal);
        Assert.NotNull(loaded.Schema.FindType("http://example.org/p"));
    }

    [Fact]
    public void Packages_that_build_on_each_other_are_loaded_with_a_warning()
    {
        var loaded = PackageLoader.Load(Schema.R4, [PackageArchives.Make("a", "1.0.0", """{"b":"1.0.0"}"""), PackageArchives.Make("b", "1.0.0", """{"a":"1.0.0"}""")]);

        Assert.Equal("package-circular", Assert.Single(loaded.Issues).Rule);
        Assert.Equal(2, loaded.Packages.Count);
    }

    [Fact]
    public void A_compiled_pack_is_what_its_package_is()
    {
        var package = PackageArchives.Make("p", "1.0.0", """{"d":"1"}""", resources: PackageArchives.Profile("http://example.org/p", "1.0.0"));
        var pack = PackFormat.Write(PackageReader.Read(package).Value!);

        var read = PackageReader.Read(new("p.pack", pack)).Value!;

        Assert.Equal([new PackageDependency("d", "1")], read.Dependencies);
        Assert.Equal(1, PackageLoader.Load(Schema.R4, [new("p.pack", pack)]).Schema.FindType("http://example.org/p")!.FindElement("Patient.gender")!.Min);
    }

    [Fact]
    public void The_search_parameters_of_R4_keep_their_meaning_beside_a_package()
    {
        var other = """{"resourceType":"SearchParameter","url":"http://example.org/sp","code":"gender","base":["Patient"],"type":"token","expression":"Patient.name"}""";
        var loaded = PackageLoader.Load(Schema.R4, [PackageArchives.Make("p", "1.0.0", resources: other)]);

        Assert.Equal("Patient.gender | Person.gender | Practitioner.gender | RelatedPerson.gender", loaded.Schema.FindSearchParameter("Patient", "gender")!.Expression);
    }
}
