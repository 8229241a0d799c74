using System.Text.RegularExpressions;

namespace CareExchange.Architecture.Tests;

/// <summary>What a project's README has to hold, so that it stays short and its example stays true.</summary>
internal static partial class ReadmeRules
{
    private const int LineCap = 40;

    /// <summary>Says what is wrong with one README: too long, a missing part, or an example that no test of the project executes.</summary>
    public static IEnumerable<string> Check(string project, string readme, IEnumerable<SourceFile> tests)
    {
        var lines = readme.TrimEnd('\n').Split('\n').Length;
        if (lines > LineCap) yield return $"{project}: the README has {lines} lines, the cap is {LineCap}.";
        foreach (var part in new[] { "**Knows**", "**Refuses to know**", "**Start at**" })
            if (!readme.Contains(part, StringComparison.Ordinal)) yield return $"{project}: the README does not say {part}.";

        // The journeys are the tests of what is used from outside, the command line above all.
        var executed = tests.Where(file => file.Project == $"{project}.Tests" || file.Project == "CareExchange.Journeys.Tests").Select(file => Normalize(file.Text)).ToArray();
        foreach (var example in Example().Matches(readme).Select(block => block.Groups["code"].Value))
            if (!executed.Any(text => text.Contains(Normalize(example), StringComparison.Ordinal)))
                yield return $"{project}: no test holds the README's example: {example.TrimStart().Split('\n')[0]}";
    }

    // Indentation and line ends may differ between the page and the test; every other character has to be the same.
    private static string Normalize(string code) => Blanks().Replace(code, " ").Trim();

    [GeneratedRegex(@"^```csharp\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
