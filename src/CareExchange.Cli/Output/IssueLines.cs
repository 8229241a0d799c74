using CareExchange.Fhir.Outcomes;

namespace CareExchange.Cli.Output;

/// <summary>Issues as lines on the error stream, for commands whose own output is something else.</summary>
internal static class IssueLines
{
    /// <summary>Prints issues and answers the exit code: 1 where one is an error, else 0.</summary>
    public static int Print(IReadOnlyList<Issue> issues)
    {
        foreach (var issue in issues) Console.Error.WriteLine(Of(issue));
        return issues.Any(issue => issue.IsError) ? 1 : 0;
    }

    /// <summary>Says that a file is not there; the exit code of usage.</summary>
    public static int Missing(FileInfo file)
    {
        Console.Error.WriteLine($"There is no file '{file.FullName}'.");
        return 2;
    }

    /// <summary>One line: place, severity, rule, text in both languages, expected and found.</summary>
    public static string Of(Issue issue)
    {
        var place = issue.Line is { } line ? $"{line}:{issue.Column} " : "";
        var path = issue.Expression is { Length: > 0 } expression ? $"{expression} " : "";
        var expected = issue.Expected is null ? "" : $" expected: {issue.Expected}";
        var found = issue.Found is null ? "" : $" found: {issue.Found}";
        var severity = issue.Severity switch { IssueSeverity.Fatal => "fatal", IssueSeverity.Error => "error", IssueSeverity.Warning => "warning", _ => "information" };
        return $"{place}{severity} {issue.Rule} {path}{issue.English} / {issue.Korean}{expected}{found}";
    }
}
