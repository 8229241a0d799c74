using System.Runtime.CompilerServices;

namespace CareExchange.Validation.Tests.Compilation;

/// <summary>What the definitions of some types mean, as text for people to read. <c>UPDATE_SNAPSHOTS=1</c> writes it anew.</summary>
public class RuleTreePrinterTests
{
    [Theory]
    [InlineData("Patient")]
    [InlineData("Task")]
    [InlineData("Questionnaire")]
    [InlineData("HumanName")]
    [InlineData("Extension")]
    [InlineData("dateTime")]
    public void The_rules_of_a_type_are_what_was_reviewed(string typeName)
    {
        var printed = Judge.R4.Print(typeName);
        var path = Path.Combine(Path.GetDirectoryName(Here())!, "Snapshots", $"{typeName}.verified.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, printed);

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", printed);
    }

    [Fact]
    public void A_type_that_does_not_exist_has_no_rules() => Assert.Null(Judge.R4.Print("Nothing"));

    private static string Here([CallerFilePath] string path = "") => path;
}
