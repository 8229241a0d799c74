using System.Text.RegularExpressions;

namespace CareExchange.Architecture.Tests;

public partial class ThreatModelTests
{
    [Theory]
    [InlineData("0017-threat-model.md", "| threat", 30)]
    [InlineData("0019-asvs-level-2.md", "| requirement", 30)]
    public void Every_test_the_threat_model_names_exists_and_every_threat_has_one_or_is_open(string page, string head, int least)
    {
        var names = Tree.TestSources.SelectMany(source => TestMethod().Matches(source.Text)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var rows = Tree.Read($"src/decisions/{page}").Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith(head, StringComparison.Ordinal)).ToArray();
        Assert.True(rows.Length >= least);
        Guard.Accepts(rows.SelectMany(row => Check(row, names)));
    }

    [Fact]
    public void A_threat_without_a_test_and_a_test_that_is_not_there_are_refused() => Assert.Equal(
        ["no test and not open: | t | a | |", "no such test: Gone"],
        [.. Check("| t | a | |", new HashSet<string>()), .. Check("| t | a | `Gone` |", new HashSet<string>())]);

    private static IEnumerable<string> Check(string row, HashSet<string> names)
    {
        // Test names stand in the last column; the others may name what they like.
        var cells = row.TrimEnd().TrimEnd('|').Split('|');
        var named = Quoted().Matches(cells[^1]).Select(match => match.Groups[1].Value).ToArray();
        if (named.Length == 0 && !row.Contains("**open**", StringComparison.Ordinal)) yield return $"no test and not open: {row}";
        foreach (var name in named.Where(name => !names.Contains(name))) yield return $"no such test: {name}";
    }

    [GeneratedRegex(@"public (?:static )?(?:async )?(?:Task|void|ValueTask) (\w+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex("`([A-Za-z0-9_]+)`")]
    private static partial Regex Quoted();
}
