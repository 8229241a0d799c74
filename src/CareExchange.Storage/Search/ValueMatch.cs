using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>One value of a criterion against one index row in hand: the same question that <see cref="ValueSql"/> asks the database.</summary>
/// <remarks>Whoever changes one changes the other; a test asks both the same things.</remarks>
internal static class ValueMatch
{
    /// <summary>Whether the row has the value.</summary>
    /// <param name="type">The type of what the row holds, as a search parameter's type.</param>
    /// <param name="modifier">The criterion's modifier, or null.</param>
    /// <param name="value">The value.</param>
    /// <param name="row">The row's values: the parameter first, then the columns of its table.</param>
    public static bool Holds(string type, string? modifier, SearchValue value, object[] row) => type switch
    {
        "token" => Token(modifier, value, (string)row[1], (string)row[2]),
        "reference" => (modifier == "starts" ? ((string)row[1]).StartsWith(IndexText.Clean(value.Text), StringComparison.Ordinal) : (string)row[1] == IndexText.Fit(value.Text)) && (value.System is not { } target || (string)row[2] == target),
        "string" => Text(modifier, value, (string)row[1], (string)row[2]),
        "date" => Date(value, Convert.ToInt64(row[1], null), Convert.ToInt64(row[2], null)),
        "number" => Number(value.Prefix, (double)value.Bounds.Low, (double)value.Bounds.Exact, (double)value.Bounds.High, (double)row[1], (double)row[2]),
        "quantity" => Quantity(value, (string)row[1], (string)row[2], (double)row[3], (double)row[4]),
        "uri" => Uri(modifier, value, (string)row[1]),
        _ => false,
    };

    /// <summary>Whether a point in time is asked for.</summary>
    public static bool Updated(SearchValue value, long at)
    {
        var (low, high) = ((long)value.Bounds.Low, (long)value.Bounds.High);
        return value.Prefix switch
        {
            SearchPrefix.Ne => at < low || at >= high,
            SearchPrefix.Gt or SearchPrefix.Sa => at >= high,
            SearchPrefix.Lt or SearchPrefix.Eb => at < low,
            SearchPrefix.Ge => at >= low,
            SearchPrefix.Le => at < high,
            _ => at >= low && at < high,
        };
    }

    private static bool Token(string? modifier, SearchValue value, string code, string system)
    {
        if (value.System is { } wanted && system != IndexText.Fit(wanted)) return false;
        if (value.Codes is { } codes) return codes.Any(one => code == IndexText.Fit(one));
        var text = IndexText.Fit(value.Text);
        return modifier is "starts" or "contains" or "ends" ? Part(modifier, code, text) : text.Length == 0 || code == text;
    }

    private static bool Text(string? modifier, SearchValue value, string normal, string exact)
    {
        if (value.IsInitials) return Initials(modifier, IndexText.Cut(value.Text), normal, exact);
        var wanted = IndexText.Cut(IndexText.Normalize(value.Text));
        return modifier switch
        {
            "exact" => normal == wanted && exact == IndexText.Fit(value.Text),
            "equals" or "unequal" => normal == wanted,
            "contains" or "ends" => Part(modifier, normal, wanted),
            _ => normal.StartsWith(wanted, StringComparison.Ordinal),
        };
    }

    private static bool Initials(string? modifier, string typed, string initials, string exact)
    {
        var wanted = Hangul.Initials(typed);
        if (modifier == "contains") return initials.Contains(wanted, StringComparison.Ordinal);
        return initials.StartsWith(wanted, StringComparison.Ordinal)
            && typed.Select((letter, place) => (letter, place)).All(one => !Hangul.IsSyllable(one.letter) || (one.place < exact.Length && exact[one.place] == one.letter));
    }

    private static bool Uri(string? modifier, SearchValue value, string text) => modifier switch
    {
        "above" => value.Codes!.Any(one => text == IndexText.Fit(one)),
        "below" or "starts" => text.StartsWith(IndexText.Clean(value.Text), StringComparison.Ordinal),
        "contains" or "ends" => Part(modifier, text, IndexText.Clean(value.Text)),
        _ => text == IndexText.Fit(value.Text),
    };

    private static bool Part(string modifier, string text, string part) => modifier switch
    {
        "contains" => text.Contains(part, StringComparison.Ordinal),
        "ends" => text.EndsWith(part, StringComparison.Ordinal),
        _ => text.StartsWith(part, StringComparison.Ordinal),
    };

    private static bool Date(SearchValue value, long from, long until)
    {
        var (low, high) = ((long)value.Bounds.Low, (long)value.Bounds.High);
        return value.Prefix switch
        {
            SearchPrefix.Ne => from < low || until > high,
            SearchPrefix.Gt => until > high,
            SearchPrefix.Lt => from < low,
            SearchPrefix.Ge => until > high || from >= low,
            SearchPrefix.Le => from < low || until <= high,
            SearchPrefix.Sa => from >= high,
            SearchPrefix.Eb => from < low && until <= low,
            SearchPrefix.Ap => from < high && until > low,
            _ => from >= low && from < high && until <= high,
        };
    }

    private static bool Quantity(SearchValue value, string unit, string system, double from, double until)
    {
        if (value.Canonical is { } canonical) return unit == IndexText.Fit(canonical.Unit) && Number(value.Prefix, canonical.Low, canonical.Exact, canonical.High, from, until);
        if (!Number(value.Prefix, (double)value.Bounds.Low, (double)value.Bounds.Exact, (double)value.Bounds.High, from, until)) return false;
        return (value.Text.Length == 0 || unit == IndexText.Fit(value.Text)) && (value.System is not { Length: > 0 } wanted || system == IndexText.Fit(wanted));
    }

    private static bool Number(SearchPrefix prefix, double low, double exact, double high, double from, double until)
    {
        if (high <= exact) high = Math.BitIncrement(exact);
        if (low > exact) low = exact;
        return prefix switch
        {
            SearchPrefix.Ne => from < low || until >= high,
            SearchPrefix.Gt => until > exact,
            SearchPrefix.Lt => from < exact,
            SearchPrefix.Ge => until >= exact,
            SearchPrefix.Le => from <= exact,
            SearchPrefix.Sa => from > exact,
            SearchPrefix.Eb => until < exact,
            SearchPrefix.Ap => from <= high && until >= low,
            _ => from >= low && until < high,
        };
    }
}
