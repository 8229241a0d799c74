using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Writers;

namespace CareExchange.Mapping.Profiles;

/// <summary>What could not be written, told at the element of the resource that it came from; the place in the message stands with what was expected.</summary>
internal static class OutputIssues
{
    public static IEnumerable<Issue> At(WriterIssues issues, Lazy<IReadOnlyList<TraceEntry>> trace)
    {
        if (issues.All.Count == 0) return [];
        var made = new Dictionary<string, TraceEntry>(StringComparer.Ordinal);
        foreach (var entry in trace.Value) made[Plain(entry.Target[(entry.Target.IndexOf('.', StringComparison.Ordinal) + 1)..])] = entry;
        return issues.All.Select(problem => Find(made, Plain(problem.TreePath)) is { Source: { } source }
            ? problem.Issue with { Expression = source.Field, Line = source.Line, Column = source.Column, Expected = $"{problem.Issue.Expression}: {problem.Issue.Expected}" }
            : problem.Issue);
    }

    /// <summary>The rule that made a part, or the nearest part that holds it: a transform makes several at once.</summary>
    private static TraceEntry? Find(Dictionary<string, TraceEntry> made, string path)
    {
        while (path.Length > 0)
        {
            if (made.TryGetValue(path, out var entry)) return entry;
            path = path[..Math.Max(0, path.LastIndexOf('.'))];
        }

        return null;
    }

    // The tree's JSON has no list of one item.
    private static string Plain(string path) => path.Replace("[0]", "", StringComparison.Ordinal);
}
