using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>One value of a criterion as a condition on the columns of its index table.</summary>
internal static class ValueSql
{
    // After every text that starts with the same characters, by code point, in UTF-8 too.
    private const string Last = "\U0010FFFF";

    /// <summary>The condition.</summary>
    /// <param name="type">The type of what the columns hold, as a search parameter's type.</param>
    /// <param name="modifier">The criterion's modifier, or null.</param>
    /// <param name="value">The value.</param>
    /// <param name="at">The columns.</param>
    /// <param name="sql">The SQL in the making.</param>
    public static string Condition(string type, string? modifier, SearchValue value, ValueColumns at, SqlText sql) => type switch
    {
        "token" => Token(modifier, value, at, sql),
        "reference" => Reference(modifier, value, at, sql),
        "string" => Text(modifier, value, at, sql),
        "date" => DateSql.Condition(value, at.Low, at.High, sql),
        "quantity" => Quantity(value, at, sql),
        "number" => Number(value.Prefix, value.Bounds, at, sql),
        _ => Uri(modifier, value, at, sql),
    };

    /// <summary>A condition on what stands together: every part on its own columns of one row.</summary>
    public static string Composite(IndexedComposite composite, SearchValue value, string alias, SqlText sql) =>
        string.Join(" AND ", value.Parts.Select((part, index) => Condition(composite.Parts[index].Type, null, part, ValueColumns.Part(index, alias), sql)));

    /// <summary>A condition on a row of a position: a band of latitudes first, which the index has, then the distance.</summary>
    public static string Near(SearchCircle circle, string alias, SqlText sql)
    {
        var (x, y, z) = (sql.Bind(circle.X), sql.Bind(circle.Y), sql.Bind(circle.Z));
        return $"{alias}.code = '' AND {alias}.value = '' AND {alias}.low >= {sql.Bind(circle.South)} AND {alias}.low <= {sql.Bind(circle.North)} AND " +
            $"({alias}.high - {x}) * ({alias}.high - {x}) + ({alias}.low2 - {y}) * ({alias}.low2 - {y}) + ({alias}.high2 - {z}) * ({alias}.high2 - {z}) <= {sql.Bind(circle.Chord)}";
    }

    private static string Token(string? modifier, SearchValue value, ValueColumns at, SqlText sql)
    {
        var terms = new List<string>(2);
        if (value.Codes is { } codes) terms.Add(sql.OneOf(at.Text, [.. codes.Select(IndexText.Fit)]));
        else if (modifier is "starts" or "contains" or "ends") terms.Add(Part(modifier, at.Text, IndexText.Fit(value.Text), sql));
        else if (value.Text.Length > 0) terms.Add($"{at.Text} = {sql.Bind(IndexText.Fit(value.Text))}");
        if (value.System is { } system) terms.Add($"{at.System} = {sql.Bind(IndexText.Fit(system))}");
        return string.Join(" AND ", terms);
    }

    private static string Reference(string? modifier, SearchValue value, ValueColumns at, SqlText sql)
    {
        var target = modifier == "starts" ? StartsWith(at.Text, IndexText.Clean(value.Text), sql) : $"{at.Text} = {sql.Bind(IndexText.Fit(value.Text))}";
        return value.System is { } type ? $"{target} AND {at.System} = {sql.Bind(type)}" : target;
    }

    private static string Text(string? modifier, SearchValue value, ValueColumns at, SqlText sql)
    {
        if (value.IsInitials) return Initials(modifier, IndexText.Cut(value.Text), at, sql);
        var normal = IndexText.Cut(IndexText.Normalize(value.Text));
        return modifier switch
        {
            "exact" => $"{at.Text} = {sql.Bind(normal)} AND {at.Exact} = {sql.Bind(IndexText.Fit(value.Text))}",
            "equals" or "unequal" => $"{at.Text} = {sql.Bind(normal)}",
            "contains" or "ends" => Part(modifier, at.Text, normal, sql),
            _ => StartsWith(at.Text, normal, sql),
        };
    }

    // The consonants find the row; a syllable that was typed in full must stand where it was typed.
    private static string Initials(string? modifier, string typed, ValueColumns at, SqlText sql)
    {
        var initials = Hangul.Initials(typed);
        if (modifier == "contains") return Part(modifier, at.Text, initials, sql);
        var syllables = typed.Select((letter, index) => (letter, index)).Where(item => Hangul.IsSyllable(item.letter));
        return StartsWith(at.Text, initials, sql) + string.Concat(syllables.Select(item => $" AND substr({at.Exact}, {item.index + 1}, 1) = {sql.Bind(item.letter.ToString())}"));
    }

    private static string Uri(string? modifier, SearchValue value, ValueColumns at, SqlText sql) => modifier switch
    {
        "above" => sql.OneOf(at.Text, [.. value.Codes!.Select(IndexText.Fit)]),
        "below" or "starts" => StartsWith(at.Text, IndexText.Clean(value.Text), sql),
        "contains" or "ends" => Part(modifier, at.Text, IndexText.Clean(value.Text), sql),
        _ => $"{at.Text} = {sql.Bind(IndexText.Fit(value.Text))}",
    };

    private static string Part(string modifier, string column, string text, SqlText sql) => modifier switch
    {
        "contains" => sql.Dialect.Contains(column, sql.Bind(text)),
        "ends" => sql.Dialect.EndsWith(column, sql.Bind(text)),
        _ => StartsWith(column, text, sql),
    };

    private static string StartsWith(string column, string start, SqlText sql) => $"{column} >= {sql.Bind(start)} AND {column} < {sql.Bind(start + Last)}";

    // Numbers are points (or both ends inclusive, of a Range); only equality looks at the written precision.
    private static string Number(SearchPrefix prefix, SearchBounds bounds, ValueColumns at, SqlText sql) =>
        Number(prefix, (double)bounds.Low, (double)bounds.Exact, (double)bounds.High, at, sql);

    private static string Number(SearchPrefix prefix, double low, double exact, double high, ValueColumns at, SqlText sql)
    {
        // More digits than a double holds: the number itself must stay inside its own bounds.
        if (high <= exact) high = Math.BitIncrement(exact);
        if (low > exact) low = exact;
        return prefix switch
        {
            SearchPrefix.Ne => $"({at.Low} < {sql.Bind(low)} OR {at.High} >= {sql.Bind(high)})",
            SearchPrefix.Gt => $"{at.High} > {sql.Bind(exact)}",
            SearchPrefix.Lt => $"{at.Low} < {sql.Bind(exact)}",
            SearchPrefix.Ge => $"{at.High} >= {sql.Bind(exact)}",
            SearchPrefix.Le => $"{at.Low} <= {sql.Bind(exact)}",
            SearchPrefix.Sa => $"{at.Low} > {sql.Bind(exact)}",
            SearchPrefix.Eb => $"{at.High} < {sql.Bind(exact)}",
            SearchPrefix.Ap => $"{at.Low} <= {sql.Bind(high)} AND {at.High} >= {sql.Bind(low)}",
            _ => $"{at.Low} >= {sql.Bind(low)} AND {at.High} < {sql.Bind(high)}",
        };
    }

    private static string Quantity(SearchValue value, ValueColumns at, SqlText sql)
    {
        if (value.Canonical is { } canonical)
            return $"{at.Text} = {sql.Bind(IndexText.Fit(canonical.Unit))} AND {Number(value.Prefix, canonical.Low, canonical.Exact, canonical.High, at, sql)}";
        var number = Number(value.Prefix, value.Bounds, at, sql);
        var unit = value.Text.Length == 0 ? number : $"{at.Text} = {sql.Bind(IndexText.Fit(value.Text))} AND {number}";
        return value.System is { Length: > 0 } system ? $"{unit} AND {at.System} = {sql.Bind(IndexText.Fit(system))}" : unit;
    }
}
