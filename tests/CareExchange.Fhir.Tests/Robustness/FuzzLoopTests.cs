using CareExchange.Fuzz;

namespace CareExchange.Fhir.Tests.Robustness;

/// <summary>A short stretch of the coverage-guided search, the same in every run.</summary>
public class FuzzLoopTests
{
    public static TheoryData<string> Targets() => [.. FuzzLoop.Targets];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Inputs_that_reach_new_branches_give_a_value_or_an_issue(string target)
    {
        var loop = new FuzzLoop();

        var findings = loop.Run(target, executions: 1_500, seed: 20_260_327);

        Assert.Empty(findings.Select(finding => $"{finding.Problem}\n{Convert.ToHexString(finding.Input)}"));
        Assert.True(loop.CorpusSize > 20, $"Only {loop.CorpusSize} inputs reached something new: the probes do not count.");
    }
}
