using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Maps;

/// <summary>What was found while one message was mapped, with the partner's own positions.</summary>
/// <param name="message">The message.</param>
/// <param name="isPartial">A part that cannot be mapped is left out: its error is a warning about what is missing.</param>
internal sealed class MapIssues(SourceMessage message, bool isPartial)
{
    /// <summary>A file of a hundred thousand broken rows is told by its first ones.</summary>
    private const int Limit = 500;

    private readonly List<Issue> _issues = [];

    // One thing that several rules stumble over is told once, with the first of them.
    private readonly HashSet<Issue> _told = [];
    private readonly HashSet<SourceRow> _badRows = [];
    private bool _isBroken;

    public IReadOnlyList<Issue> All => _issues;

    public bool HasErrors { get; private set; }

    /// <summary>The rows of a table that the errors are about; null where one is about something else.</summary>
    public IReadOnlyCollection<SourceRow>? BadRows => _isBroken ? null : _badRows;

    /// <summary>Adds an issue at an element of the message.</summary>
    /// <param name="issue">The issue without a place.</param>
    /// <param name="origin">The element; the absent one for an issue about the whole.</param>
    /// <param name="expression">What to call the place where the partner has no name for it.</param>
    public void Add(Issue issue, Element origin, string? expression = null)
    {
        if (isPartial && issue.IsError && issue.Code != "too-costly") issue = issue with { Severity = IssueSeverity.Warning };
        HasErrors |= issue.IsError;
        if (issue.IsError)
        {
            if (message.RowOf(origin) is { } row) _badRows.Add(row);
            else _isBroken = true;
        }

        if (_issues.Count >= Limit) return;
        if (origin.Exists)
        {
            var position = message.Locate(origin);
            issue = issue with { Line = position.Line, Column = position.Column, Expression = expression ?? position.Field };
        }

        if (_told.Add(issue with { English = WithoutRule(issue.English), Korean = "" })) _issues.Add(issue);
    }

    // What stands in parentheses at the end is the rule of the map.
    private static string WithoutRule(string text) => text.EndsWith(").", StringComparison.Ordinal) && text.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var at ? text[..at] : text;
}
