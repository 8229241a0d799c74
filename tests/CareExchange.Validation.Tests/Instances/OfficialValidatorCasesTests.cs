using System.Text.Json;
using CareExchange.Fhir.Tests;

namespace CareExchange.Validation.Tests.Instances;

/// <summary>The public validator cases, first run of each: the instance against base R4, without profiles.</summary>
public class OfficialValidatorCasesTests
{
    // The case asks the reference validator to overlook what it is made to test, or needs definitions that are loaded beside R4.
    private static bool NeedsMore(JsonElement test) =>
        test.TryGetProperty("validateContains", out _) || test.TryGetProperty("validateReference", out _) || test.TryGetProperty("supporting", out _)
        || test.TryGetProperty("profiles", out _) || test.TryGetProperty("supporting5", out _) || test.TryGetProperty("packages", out _);

    [Fact]
    public void An_instance_that_the_reference_validator_accepts_is_accepted()
    {
        var count = 0;
        foreach (var (name, instance, hasErrors) in Cases().Where(test => !test.HasErrors))
        {
            count++;
            var errors = Judge.R4.Validate(instance).Where(issue => issue.IsError).Select(issue => $"{issue.Expression}: {issue.Rule}, expected {issue.Expected}, found {issue.Found}");
            Assert.True(!errors.Any(), $"{name}:\n{string.Join('\n', errors)}");
        }

        Assert.True(count > 30, $"{count} cases");
    }

    // What the reference validator refuses beyond this number needs a terminology server, a profile, a questionnaire, or reading across a Bundle.
    [Fact]
    public void Of_those_that_it_refuses_the_ones_against_the_base_definitions_are_refused()
    {
        var refused = Cases().Where(test => test.HasErrors).Count(test => Judge.R4.Validate(test.Instance).Any(issue => issue.IsError));

        Assert.True(refused >= 19, $"{refused} cases");
    }

    private static IEnumerable<(string Name, byte[] Instance, bool HasErrors)> Cases()
    {
        var folder = SharedData.Need("conformance/validator");
        using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
        foreach (var test in manifest.RootElement.GetProperty("test-cases").EnumerateArray())
        {
            var (file, outcome) = (test.GetProperty("file").GetString()!, Path.Combine(folder, "outcomes", test.GetProperty("java").GetString()!));
            if (!file.EndsWith(".json", StringComparison.Ordinal) || !File.Exists(outcome) || NeedsMore(test)) continue;
            using var expected = JsonDocument.Parse(File.ReadAllBytes(outcome));
            var hasErrors = expected.RootElement.TryGetProperty("issue", out var issues)
                && issues.EnumerateArray().Any(issue => issue.GetProperty("severity").GetString() is "error" or "fatal");
            yield return (test.GetProperty("name").GetString()!, File.ReadAllBytes(Path.Combine(folder, file)), hasErrors);
        }
    }
}
