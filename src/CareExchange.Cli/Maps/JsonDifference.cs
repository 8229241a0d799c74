namespace CareExchange.Cli.Maps;

/// <summary>One place where two JSON values differ.</summary>
/// <param name="Path">Where, <c>Bundle.entry[0].resource.name[0].text</c>.</param>
/// <param name="Left">The JSON on the left; null where there is nothing.</param>
/// <param name="Right">The JSON on the right; null where there is nothing.</param>
internal sealed record JsonDifference(string Path, string? Left, string? Right)
{
    private const int Shown = 160;

    /// <summary>Three lines: the place, what was there, what is there.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"    {Path}";
        if (Left is not null) yield return $"      - {Cut(Left)}";
        if (Right is not null) yield return $"      + {Cut(Right)}";
    }

    private static string Cut(string json)
    {
        var line = json.ReplaceLineEndings(" ");
        return line.Length > Shown ? $"{line[..Shown]}…" : line;
    }
}
