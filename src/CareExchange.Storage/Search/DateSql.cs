namespace CareExchange.Storage.Search;

/// <summary>A date that is asked for as a condition on points and ranges in time.</summary>
internal static class DateSql
{
    /// <summary>A condition on a column with a point in time.</summary>
    public static string Updated(SearchValue value, string column, SqlText sql)
    {
        var (low, high) = ((long)value.Bounds.Low, (long)value.Bounds.High);
        return value.Prefix switch
        {
            SearchPrefix.Ne => $"({column} < {sql.Bind(low)} OR {column} >= {sql.Bind(high)})",
            SearchPrefix.Gt or SearchPrefix.Sa => $"{column} >= {sql.Bind(high)}",
            SearchPrefix.Lt or SearchPrefix.Eb => $"{column} < {sql.Bind(low)}",
            SearchPrefix.Ge => $"{column} >= {sql.Bind(low)}",
            SearchPrefix.Le => $"{column} < {sql.Bind(high)}",
            _ => $"{column} >= {sql.Bind(low)} AND {column} < {sql.Bind(high)}",
        };
    }

    /// <summary>A condition on the ends of a range.</summary>
    // R4 search.html#prefix: [low, high) is what the resource means, the bounds are what the query means. A bound on low is said even
    // where high implies it, because the index runs along low.
    public static string Condition(SearchValue value, string lowColumn, string highColumn, SqlText sql)
    {
        var (low, high) = ((long)value.Bounds.Low, (long)value.Bounds.High);
        return value.Prefix switch
        {
            SearchPrefix.Ne => $"({lowColumn} < {sql.Bind(low)} OR {highColumn} > {sql.Bind(high)})",
            SearchPrefix.Gt => $"{highColumn} > {sql.Bind(high)}",
            SearchPrefix.Lt => $"{lowColumn} < {sql.Bind(low)}",
            SearchPrefix.Ge => $"({highColumn} > {sql.Bind(high)} OR {lowColumn} >= {sql.Bind(low)})",
            SearchPrefix.Le => $"{lowColumn} < {sql.Bind(high)} AND ({lowColumn} < {sql.Bind(low)} OR {highColumn} <= {sql.Bind(high)})",
            SearchPrefix.Sa => $"{lowColumn} >= {sql.Bind(high)}",
            SearchPrefix.Eb => $"{lowColumn} < {sql.Bind(low)} AND {highColumn} <= {sql.Bind(low)}",
            SearchPrefix.Ap => $"{lowColumn} < {sql.Bind(high)} AND {highColumn} > {sql.Bind(low)}",
            _ => $"{lowColumn} >= {sql.Bind(low)} AND {lowColumn} < {sql.Bind(high)} AND {highColumn} <= {sql.Bind(high)}",
        };
    }
}
