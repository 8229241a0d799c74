using CareExchange.Cli.Conform.Validator;
using CareExchange.Fhir.Tests;

namespace CareExchange.Validation.Tests.Instances;

/// <summary>The public validator cases, as <c>careexchange conform validator</c> runs them. What was reached is held.</summary>
public class OfficialValidatorCasesTests
{
    private const int Reached = 249;

    // The targets that the circles end at are not in the folder; R5 definitions are not loaded.
    private static readonly string[] FalseErrors =
    [
        "patient-circle1-bad-linked1", "patient-circle1-bad-source1", "patient-circle2-bad-source1", "patient-circle2-bad-source2",
        "extension-version-restriction-range-ctxt-r4",
    ];

    private static readonly Lazy<ValidatorResult[]> Results = new(() => [.. ValidatorCases.Run(new(SharedData.Need("conformance/validator")))]);

    [Fact]
    public void The_verdicts_are_those_of_the_reference_validator()
    {
        var differing = Results.Value.Where(result => result.IsEqual == false).Select(result => $"{result.Case} ({result.Run}): {result.Detail}");

        Assert.True(Results.Value.Count(result => result.IsEqual == true) >= Reached, string.Join('\n', differing));
    }

    [Fact]
    public void An_instance_that_the_reference_validator_accepts_is_accepted()
    {
        var refused = Results.Value.Where(result => result is { IsEqual: false, ExpectedErrors: 0 }).Select(result => result.Case).Except(FalseErrors);

        Assert.Empty(refused);
    }

    [Fact]
    public void What_is_not_run_says_why() =>
        Assert.All(Results.Value.Where(result => result.IsEqual is null), result => Assert.False(string.IsNullOrEmpty(result.Detail)));
}
