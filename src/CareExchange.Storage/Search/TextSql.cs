namespace CareExchange.Storage.Search;

/// <summary>Full-text criteria as SQL: what the index has, as far as it is up to date, and the newer rows by their numbers.</summary>
internal static class TextSql
{
    /// <summary>The condition on a row of <c>resource</c>.</summary>
    public static string Condition(SearchCriterion criterion, string resource, SqlText sql) =>
        $"({Current(criterion, resource, sql)} AND {sql.Dialect.Among($"{resource}.rid", Rows(criterion, sql))} OR {Newer(criterion, resource, sql)})";

    /// <summary>The row numbers to start from.</summary>
    public static string Driver(SearchCriterion criterion, SqlText sql) => $"{Rows(criterion, sql)} UNION {sql.Dialect.Rows(sql.Bind(sql.Dialect.Numbers(Match(criterion).Newer)))}";

    /// <summary>What must hold of the rows that the start gives: the index may still have the words of an older version.</summary>
    public static string DriverCondition(SearchCriterion criterion, string resource, SqlText sql) => $"({Current(criterion, resource, sql)} OR {Newer(criterion, resource, sql)})";

    private static string Current(SearchCriterion criterion, string resource, SqlText sql) =>
        $"({resource}.updated, {resource}.rid) <= ({sql.Bind(Match(criterion).Updated)}, {sql.Bind(Match(criterion).Row)})";

    private static string Newer(SearchCriterion criterion, string resource, SqlText sql) => sql.Dialect.In($"{resource}.rid", sql.Bind(sql.Dialect.Numbers(Match(criterion).Newer)));

    private static string Rows(SearchCriterion criterion, SqlText sql)
    {
        var column = Column(criterion.Code);
        var query = TextQuery.Parse(criterion.Values[0].Text)!.Write(sql.Dialect.TextSyntax);
        return sql.Dialect.TextRows(column, query, sql.Bind);
    }

    /// <summary>The column of the full-text index.</summary>
    public static string Column(string code) => code == "_text" ? "narrative" : "content";

    private static TextMatch Match(SearchCriterion criterion) => criterion.TextMatch ?? new TextMatch(long.MaxValue, long.MaxValue, []);
}
