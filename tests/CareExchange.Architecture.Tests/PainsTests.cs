using System.Text.RegularExpressions;

namespace CareExchange.Architecture.Tests;

/// <summary>The Server's table of pains names tests that exist and say themselves which pain they are about.</summary>
public sealed partial class PainsTests
{
    [Fact]
    public void Every_row_names_a_test_that_carries_its_number()
    {
        var root = Tree.Root;
        var sources = Directory.GetFiles(Path.Combine(root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .GroupBy(path => Path.GetFileNameWithoutExtension(path)).ToDictionary(group => group.Key, group => group.Select(File.ReadAllText).ToArray());

        var rows = Row().Matches(Tree.Read("src/CareExchange.Server/PAINS.md"));

        Assert.Equal(Enumerable.Range(1, 25), rows.Select(row => int.Parse(row.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var row in rows.Where(row => row.Groups[2].Success))
        {
            var (number, name, method) = (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value);
            Assert.True(
                sources.TryGetValue(name, out var texts) && texts.Any(text => Regex.IsMatch(text, $"Trait\\(\"pain\", \"{number}\"\\)\\](?:\\s*\\[[^\\n]*\\])*\\s*public [^\\n]*\\b{method}\\(", RegexOptions.None, TimeSpan.FromSeconds(5))),
                $"{number}: {name}.{method}");
        }
    }

    [GeneratedRegex(@"^\| (\d+) \| [^|]+ \| (?:`(\w+)\.(\w+)`|[^`|]+) \|$", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Row();
}
