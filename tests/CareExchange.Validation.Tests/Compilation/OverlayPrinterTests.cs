using System.Runtime.CompilerServices;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Validation.Tests.Compilation;

/// <summary>What some profiles add to their types, as text for people to read. <c>UPDATE_SNAPSHOTS=1</c> writes it anew.</summary>
public class OverlayPrinterTests
{
    [Theory]
    [InlineData("http://hl7.org/fhir/StructureDefinition/bp", "bp")]
    [InlineData("http://hl7.org/fhir/StructureDefinition/patient-nationality", "patient-nationality")]
    [InlineData("http://hl7.org/fhir/StructureDefinition/MoneyQuantity", "MoneyQuantity")]
    public void A_profile_adds_what_was_reviewed(string canonical, string name)
    {
        var printed = Judge.R4.Print(canonical);
        var path = Path.Combine(Path.GetDirectoryName(Here())!, "Snapshots", $"{name}.profile.verified.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, printed);

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", printed);
    }

    [Fact]
    public void Every_profile_of_R4_compiles() => Assert.All(
        Schema.R4.Types.Where(type => type is { IsConstraint: true, Snapshot.Count: > 0 }),
        type => Assert.StartsWith(type.Url, Judge.R4.Print(type.Url), StringComparison.Ordinal));

    private static string Here([CallerFilePath] string path = "") => path;
}
