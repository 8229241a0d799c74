using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Validation.Instances;

namespace CareExchange.Validation.Tests.Guide;

/// <summary>The examples of the guide: what is valid has no error, what is invalid breaks the rule it was made for and nothing unlisted.</summary>
public class GuideExamplesTests
{
    private const string ProfilePrefix = "urn:careexchange:profile:";
    private static readonly ResourceValidator Validator = new(Schema.Guide);

    public static TheoryData<string> Valid => [.. Directory.GetFiles(GuideFolder.Examples("valid"), "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Invalid => [.. Index.Select(entry => entry.File)];

    private static IReadOnlyList<InvalidExample> Index { get; } =
        JsonSerializer.Deserialize<InvalidExample[]>(File.ReadAllText(Path.Combine(GuideFolder.Examples("invalid"), "index.json")), JsonSerializerOptions.Web)!;

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_example_has_no_error(string file) => Assert.Empty(Errors(Path.Combine(GuideFolder.Examples("valid"), file)));

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_example_breaks_the_rule_it_names(string file)
    {
        var example = Index.Single(entry => entry.File == file);
        Assert.StartsWith($"{example.Profile[ProfilePrefix.Length..]}--", file, StringComparison.Ordinal);
        Assert.Equal([.. example.Also.Prepend($"{example.Rule} at {example.Path}").Order(StringComparer.Ordinal)], Errors(Path.Combine(GuideFolder.Examples("invalid"), file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_profile_has_two_valid_examples_and_four_invalid_ones()
    {
        var profiles = Schema.Guide.Packs[^1].Types.Where(type => type is { IsConstraint: true } && type.TypeName != "Extension").Select(type => type.Url).ToArray();
        var valid = Directory.GetFiles(GuideFolder.Examples("valid"), "*.json").SelectMany(Claims).ToLookup(claim => claim);
        var invalid = Index.ToLookup(entry => entry.Profile);

        Assert.True(profiles.Length > 50);
        Assert.DoesNotContain(profiles, profile => valid[profile].Count() < 2 || invalid[profile].Count() < 4);
        Assert.Equal(Index.Count, Directory.GetFiles(GuideFolder.Examples("invalid"), "*--*.json").Length);
    }

    [Fact]
    public void Every_invariant_of_the_guide_that_is_an_error_is_broken_by_an_example()
    {
        var keys = Schema.Guide.Packs[^1].Types.SelectMany(type => type.Snapshot).SelectMany(element => element.Constraints)
            .Where(constraint => constraint.IsError && constraint.Key.StartsWith("cx-", StringComparison.Ordinal)).Select(constraint => constraint.Key).Distinct();

        Assert.Empty(keys.Except(Index.Select(entry => entry.Rule)));
    }

    private static string[] Errors(string path) =>
        [.. Validator.Validate(File.ReadAllBytes(path)).Where(issue => issue.Severity is IssueSeverity.Error or IssueSeverity.Fatal).Select(issue => $"{issue.Rule} at {issue.Expression}")];

    private static IEnumerable<string> Claims(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. json.RootElement.GetProperty("meta").GetProperty("profile").EnumerateArray().Select(profile => profile.GetString()!)];
    }

    private sealed record InvalidExample(string File, string Profile, string Rule, string Path)
    {
        public string[] Also { get; init; } = [];
    }
}
