using CareExchange.Cli.Conform;
using CareExchange.Cli.Input;

namespace CareExchange.Cli.Tests.Conform;

/// <summary>The public suites that are present, against the number of cases that is committed: it can rise, never fall.</summary>
public sealed class PublicSuitesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("fhirpath", "conformance/fhirpath", 935)]
    [InlineData("mapping", "conformance/mapping", 12)]
    [InlineData("patch", "conformance/patch", 78)]
    [InlineData("snapshot", "packages", 471)]
    [InlineData("roundtrip", "packages/hl7.fhir.r4.examples-4.0.1-part.tgz", 354)]
    public void A_public_suite_passes_as_many_cases_as_before(string kind, string path, int committed)
    {
        using var folder = Folders.Open(SharedData.Need(path));
        var results = ConformanceSuites.All.Single(suite => suite.Kind == kind).Run(folder.Folder).ToList();

        foreach (var result in results.Where(result => result.Verdict != Verdict.Passed)) output.WriteLine($"{result.Verdict} {result.Case}: {result.Detail}");
        var passed = results.Count(result => result.Verdict == Verdict.Passed);
        Assert.True(passed >= committed, $"{passed} of {results.Count} passed, {committed} did before");
    }
}
