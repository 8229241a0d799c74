using CareExchange.Fhir.Outcomes;

namespace CareExchange.Mapping.Sources;

/// <summary>The headings of one table joined with their declaration.</summary>
internal sealed class TableColumns
{
    private readonly TableColumn[] _columns;

    private TableColumns(TableColumn[] columns) => _columns = columns;

    public int Count => _columns.Length;

    public TableColumn this[int index] => _columns[index];

    /// <summary>Finds each heading's declaration; undeclared ones keep their own name, so that nothing is lost before the map sees it.</summary>
    /// <param name="table">The declaration.</param>
    /// <param name="headings">The headings as they stand, trimmed; empty ones are named by their number.</param>
    /// <param name="line">The heading's line.</param>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>, for the names of the rules.</param>
    /// <param name="issues">Takes <c>…-column-missing</c> and <c>…-column-duplicate</c>.</param>
    public static TableColumns Bind(TableSheet table, IReadOnlyList<string> headings, int line, string format, List<Issue> issues)
    {
        var columns = new TableColumn[headings.Count];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
        {
            var name = headings[i].Length > 0 ? headings[i] : $"column{i + 1}";
            columns[i] = table.Find(name) ?? new(name, name);
            if (!seen.Add(columns[i].Property)) issues.Add(Duplicate(format, table, name, line, i + 1));
        }

        Missing(table, seen.Contains, line, format, issues);
        return new(columns);
    }

    /// <summary>Says which required columns (or labels) are not there.</summary>
    /// <param name="table">The declaration.</param>
    /// <param name="isThere">Whether a property was found.</param>
    /// <param name="line">The heading's line.</param>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>, for the name of the rule.</param>
    /// <param name="issues">Takes <c>…-column-missing</c>.</param>
    public static void Missing(TableSheet table, Func<string, bool> isThere, int line, string format, List<Issue> issues)
    {
        foreach (var column in table.Columns)
        {
            if (!column.IsRequired || isThere(column.Property)) continue;
            issues.Add(Issue.Error("required", $"{format}-column-missing", "A required column is missing.", "필수 열이 없습니다.") with
            {
                Line = line, Column = 1, Expected = string.Join(", ", [column.Name, .. column.Aliases]), Expression = Expression(table, column.Name),
            });
        }
    }

    public static Issue Duplicate(string format, TableSheet table, string name, int line, int column) =>
        Issue.Error("duplicate", $"{format}-column-duplicate", "Two columns have the same name.", "이름이 같은 열이 두 개 있습니다.") with
        {
            Line = line, Column = column, Expected = "each name once", Found = name, Expression = Expression(table, name),
        };

    private static string Expression(TableSheet table, string name) => table.Sheet.Length == 0 ? name : $"{table.Sheet}!{name}";
}
