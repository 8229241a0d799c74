using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>One value of a criterion as a condition on its index table; the columns of the table are written after the alias.</summary>
internal static class ValueSql
{
    // After every text that starts with the same characters, by code point, in UTF-8 too.
    private const string Last = "\U0010FFFF";

    public static TableShape Table(string type) => type switch
    {
        "token" => IndexTables.Token,
        "reference" => IndexTables.Reference,
        "string" => IndexTables.String,
        "date" => IndexTables.Date,
        "number" => IndexTables.Number,
        "quantity" => IndexTables.Quantity,
        "uri" => IndexTables.Uri,
        _ => throw new ArgumentException($"No index table for search parameters of type '{type}'.", nameof(type)),
    };

    public static string Condition(SearchCriterion criterion, SearchValue value, string alias, SqlText sql) => criterion.Type switch
    {
        "token" => Token(value, alias, sql),
        "reference" when criterion.Modifier == "identifier" => Token(value, alias, sql),
        "reference" => Reference(value, alias, sql),
        "string" => Text(criterion.Modifier, value, alias, sql),
        "date" => Date(value, alias, sql),
        "quantity" => Quantity(value, alias, sql),
        "number" => Number(value.Prefix, value.Bounds, alias, sql),
        _ when criterion.Modifier == "below" => StartsWith($"{alias}.value", value.Text, sql),
        _ => $"{alias}.value = {sql.Bind(IndexText.Fit(value.Text))}",
    };

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

    private static string Token(SearchValue value, string alias, SqlText sql)
    {
        var terms = new List<string>(2);
        if (value.Text.Length > 0) terms.Add($"{alias}.code = {sql.Bind(IndexText.Fit(value.Text))}");
        if (value.System is { } system) terms.Add($"{alias}.system = {sql.Bind(IndexText.Fit(system))}");
        return string.Join(" AND ", terms);
    }

    private static string Reference(SearchValue value, string alias, SqlText sql)
    {
        var target = $"{alias}.target = {sql.Bind(IndexText.Fit(value.Text))}";
        return value.System is { } type ? $"{target} AND {alias}.target_type = {sql.Bind(type)}" : target;
    }

    private static string Text(string? modifier, SearchValue value, string alias, SqlText sql)
    {
        var normal = IndexText.Cut(IndexText.Normalize(value.Text));
        return modifier switch
        {
            "exact" => $"{alias}.value = {sql.Bind(normal)} AND {alias}.exact = {sql.Bind(IndexText.Fit(value.Text))}",
            "contains" => sql.Dialect.Contains($"{alias}.value", sql.Bind(normal)),
            _ => StartsWith($"{alias}.value", normal, sql),
        };
    }

    private static string StartsWith(string column, string start, SqlText sql) => $"{column} >= {sql.Bind(start)} AND {column} < {sql.Bind(start + Last)}";

    // R4 search.html#prefix: [low, high) is what the resource means, the bounds are what the query means. A bound on low is said even
    // where high implies it, because the index runs along low.
    private static string Date(SearchValue value, string alias, SqlText sql)
    {
        var (low, high) = ((long)value.Bounds.Low, (long)value.Bounds.High);
        return value.Prefix switch
        {
            SearchPrefix.Ne => $"({alias}.low < {sql.Bind(low)} OR {alias}.high > {sql.Bind(high)})",
            SearchPrefix.Gt => $"{alias}.high > {sql.Bind(high)}",
            SearchPrefix.Lt => $"{alias}.low < {sql.Bind(low)}",
            SearchPrefix.Ge => $"({alias}.high > {sql.Bind(high)} OR {alias}.low >= {sql.Bind(low)})",
            SearchPrefix.Le => $"({alias}.low < {sql.Bind(low)} OR {alias}.high <= {sql.Bind(high)})",
            SearchPrefix.Sa => $"{alias}.low >= {sql.Bind(high)}",
            SearchPrefix.Eb => $"{alias}.low < {sql.Bind(low)} AND {alias}.high <= {sql.Bind(low)}",
            SearchPrefix.Ap => $"{alias}.low < {sql.Bind(high)} AND {alias}.high > {sql.Bind(low)}",
            _ => $"{alias}.low >= {sql.Bind(low)} AND {alias}.low < {sql.Bind(high)} AND {alias}.high <= {sql.Bind(high)}",
        };
    }

    // Numbers are points (or both ends inclusive, of a Range); only equality looks at the written precision.
    private static string Number(SearchPrefix prefix, SearchBounds bounds, string alias, SqlText sql) =>
        Number(prefix, (double)bounds.Low, (double)bounds.Exact, (double)bounds.High, alias, sql);

    private static string Number(SearchPrefix prefix, double low, double exact, double high, string alias, SqlText sql)
    {
        // More digits than a double holds: the number itself must stay inside its own bounds.
        if (high <= exact) high = Math.BitIncrement(exact);
        if (low > exact) low = exact;
        return prefix switch
        {
            SearchPrefix.Ne => $"({alias}.low < {sql.Bind(low)} OR {alias}.high >= {sql.Bind(high)})",
            SearchPrefix.Gt => $"{alias}.high > {sql.Bind(exact)}",
            SearchPrefix.Lt => $"{alias}.low < {sql.Bind(exact)}",
            SearchPrefix.Ge => $"{alias}.high >= {sql.Bind(exact)}",
            SearchPrefix.Le => $"{alias}.low <= {sql.Bind(exact)}",
            SearchPrefix.Sa => $"{alias}.low > {sql.Bind(exact)}",
            SearchPrefix.Eb => $"{alias}.high < {sql.Bind(exact)}",
            SearchPrefix.Ap => $"{alias}.low <= {sql.Bind(high)} AND {alias}.high >= {sql.Bind(low)}",
            _ => $"{alias}.low >= {sql.Bind(low)} AND {alias}.high < {sql.Bind(high)}",
        };
    }

    private static string Quantity(SearchValue value, string alias, SqlText sql)
    {
        if (value.Canonical is { } canonical)
            return $"{alias}.unit = {sql.Bind(IndexText.Fit(canonical.Unit))} AND {Number(value.Prefix, canonical.Low, canonical.Exact, canonical.High, alias, sql)}";
        var number = Number(value.Prefix, value.Bounds, alias, sql);
        if (value.Text.Length == 0) return number;
        var unit = $"{alias}.unit = {sql.Bind(IndexText.Fit(value.Text))} AND {number}";
        return value.System is { Length: > 0 } system ? $"{unit} AND {alias}.system = {sql.Bind(IndexText.Fit(system))}" : unit;
    }
}
