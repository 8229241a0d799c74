using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Tests;
using CareExchange.Validation.Snapshots;

namespace CareExchange.Validation.Tests.Snapshots;

/// <summary>Every profile of R4 core and KR Core that was published with differential and snapshot: the one made anew is compared.</summary>
public class OfficialSnapshotsTests
{
    // Each is a fault of the published snapshot; what the differential asks for is what we make.
    private static readonly Dictionary<string, string> Faults = new(StringComparer.Ordinal)
    {
        ["http://hl7.org/fhir/StructureDefinition/clinicaldocument"] =
            "versionNumber repeats in the snapshot, though the extension that it names says 0..1: it was published before its extension had a snapshot",
        ["http://hl7.org/fhir/StructureDefinition/elementdefinition-de"] =
            "looks into two extensions of which the differential says nothing",
        ["http://hl7.org/fhir/StructureDefinition/provenance-relevant-history"] =
            "Provenance.entity.agent refers to the content of the slice Provenance.agent:Author, where the base refers to all agents",
        ["http://hl7.org/fhir/StructureDefinition/structuredefinition-json-type"] = "was made over an older Extension: types without codes, ext-1 missing",
        ["http://hl7.org/fhir/StructureDefinition/structuredefinition-rdf-type"] = "was made over an older Extension: types without codes, ext-1 missing",
        ["http://hl7.org/fhir/StructureDefinition/structuredefinition-xml-type"] = "was made over an older Extension: types without codes, ext-1 missing",
    };

    [Theory]
    [InlineData("hl7.fhir.r4.core-4.0.1.tgz", 436, 6)]
    [InlineData("hl7.fhir.kr.core-2.0.0.tgz", 35, 0)]
    public void Snapshots_made_from_differentials_equal_the_published_ones(string package, int equal, int faulty)
    {
        var pack = Compiled(package);
        var schema = pack.Name == "hl7.fhir.r4.core" ? new Schema([pack]) : Schema.R4.With(pack);
        var differing = new List<string>();
        var same = 0;
        foreach (var profile in pack.Types.Where(type => type is { IsConstraint: true, Snapshot.Count: > 0, Differential.Count: > 0 }))
        {
            var outcome = new SnapshotGenerator(schema).Generate(profile);
            Assert.DoesNotContain(outcome.Issues, issue => issue.IsError);
            if (SnapshotComparison.Compare(profile.Snapshot, outcome.Value!.Snapshot) is not [var first, ..]) same++;
            else if (!Faults.ContainsKey(profile.Url)) Assert.Fail($"{profile.Url}: {first}");
            else differing.Add(profile.Url);
        }

        Assert.Equal((equal, faulty), (same, differing.Count));
    }

    [Fact]
    public void Without_its_snapshots_KR_Core_gets_the_same_in_whatever_order_its_profiles_come()
    {
        var pack = Compiled("hl7.fhir.kr.core-2.0.0.tgz");
        var (schema, issues) = SnapshotGenerator.Layer(Schema.R4, pack with { Types = [.. pack.Types.Reverse().Select(type => type.WithSnapshot([]))] });

        Assert.Empty(issues);
        foreach (var profile in pack.Types)
        {
            Assert.Empty(SnapshotComparison.Compare(profile.Snapshot, schema.FindType(profile.Url)!.Snapshot));
        }
    }

    private static DefinitionPack Compiled(string package) =>
        PackageCompiler.Compile(File.ReadAllBytes(SharedData.Need($"packages/{package}"))).Value!;
}
