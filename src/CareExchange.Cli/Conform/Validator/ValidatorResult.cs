using CareExchange.Fhir.Outcomes;

namespace CareExchange.Cli.Conform.Validator;

/// <summary>How one run of a case came out.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Run"><c>base</c> or <c>profile</c>.</param>
/// <param name="Module">The suite's own grouping.</param>
/// <param name="IsEqual">Whether the verdicts are equal; null where the run was skipped.</param>
/// <param name="Detail">Why it was skipped, or how the verdicts differ.</param>
/// <param name="ExpectedErrors">Errors of the reference validator.</param>
/// <param name="FoundErrors">Errors of ours.</param>
/// <param name="SharedErrors">Errors of the reference validator for which we have one of the same code at the same place.</param>
internal sealed record ValidatorResult(
    string Case, string Run, string? Module, bool? IsEqual, string? Detail, int ExpectedErrors = 0, int FoundErrors = 0, int SharedErrors = 0)
{
    /// <summary>A run that could not be done.</summary>
    public static ValidatorResult Skip(ValidatorCase test, string run, string reason) => new(test.Name, run, test.Module, null, reason);

    /// <summary>Compares the verdicts; codes and places are only counted.</summary>
    public static ValidatorResult Compare(ValidatorCase test, string run, ExpectedOutcome expected, IReadOnlyList<Issue> issues)
    {
        var errors = issues.Where(issue => issue.IsError).ToArray();
        var isEqual = errors.Length > 0 == expected.HasErrors;
        var ours = errors.Select(issue => (issue.Code, ExpectedOutcome.Normalize(issue.Expression ?? ""))).ToList();
        var shared = expected.Errors.Count(ours.Remove);
        var detail = isEqual ? null : expected.HasErrors
            ? $"expected an error, found none: {expected.FirstError}"
            : $"expected no error, found {errors[0].Rule} at {errors[0].Expression}: {errors[0].English} (expected {errors[0].Expected}, found {errors[0].Found})";
        return new(test.Name, run, test.Module, isEqual, detail, expected.Errors.Count, errors.Length, shared);
    }
}
