using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Rules;

namespace CareExchange.Cli.Conform.Validator;

/// <summary>The public validator suite: each instance is judged as the reference validator was told to, and the verdicts are compared.</summary>
/// <remarks>The verdict is "has at least one error"; codes and places are compared for information only.</remarks>
internal static class ValidatorCases
{
    /// <summary>All runs of a folder, in the manifest's order.</summary>
    public static IEnumerable<ValidatorResult> Run(DirectoryInfo folder)
    {
        foreach (var test in ValidatorManifest.Read(folder))
        {
            if (Unfit(test, folder) is { } reason)
            {
                yield return ValidatorResult.Skip(test, "base", reason);
                if (test.Profile is not null) yield return ValidatorResult.Skip(test, "profile", reason);
                continue;
            }

            yield return RunBase(test, folder);
            if (test.Profile is { } profile) yield return RunProfile(test, profile, folder);
        }
    }

    private static string? Unfit(ValidatorCase test, DirectoryInfo folder)
    {
        if (!test.Version.StartsWith("4.0", StringComparison.Ordinal)) return $"version {test.Version}: only R4 is run";
        if (!test.IsUsed) return "the suite itself passes it over (use-test is false)";
        if (test.IsLogical) return "logical models are not run";
        if (!File.Exists(Path.Combine(folder.FullName, test.File))) return $"{test.File} is missing";
        return null;
    }

    private static ValidatorResult RunBase(ValidatorCase test, DirectoryInfo folder)
    {
        if (test.Outcome is null || ExpectedOutcome.Read(Path.Combine(folder.FullName, "outcomes", test.Outcome)) is not { } expected)
            return ValidatorResult.Skip(test, "base", "there is no outcome of the reference validator");
        var run = ValidatorRun.Prepare(test, folder, [.. test.Beside, .. test.BesideOfOtherVersions], test.Packages);
        return run.Reason is { } reason
            ? ValidatorResult.Skip(test, "base", reason)
            : ValidatorResult.Compare(test, "base", expected, run.Validate(test, [], test.AssumesValidRestReferences));
    }

    private static ValidatorResult RunProfile(ValidatorCase test, ValidatorProfileRun profile, DirectoryInfo folder)
    {
        if (profile.Outcome is null || ExpectedOutcome.Read(Path.Combine(folder.FullName, "outcomes", profile.Outcome)) is not { } expected)
            return ValidatorResult.Skip(test, "profile", "there is no outcome of the reference validator");
        var run = ValidatorRun.Prepare(test, folder, [.. test.Beside, .. test.BesideOfOtherVersions, .. profile.Beside, .. profile.IsCanonical ? [] : (string[])[profile.Source]], [.. test.Packages, .. profile.Packages]);
        if (run.Reason is { } reason) return ValidatorResult.Skip(test, "profile", reason);
        var canonical = profile.IsCanonical ? profile.Source : run.CanonicalOf(profile.Source);
        return canonical is null
            ? ValidatorResult.Skip(test, "profile", $"{profile.Source} has no canonical URL")
            : ValidatorResult.Compare(test, "profile", expected, run.Validate(test, [canonical], profile.AssumesValidRestReferences));
    }
}
