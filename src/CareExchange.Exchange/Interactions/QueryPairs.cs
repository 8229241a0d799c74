namespace CareExchange.Exchange.Interactions;

/// <summary>A query string as name and value pairs in their order.</summary>
public static class QueryPairs
{
    /// <summary>Splits and decodes; a plus is a space (R4 http.html follows application/x-www-form-urlencoded).</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var text = query.AsSpan().TrimStart('?');
        var pairs = new List<KeyValuePair<string, string>>(text.Count('&') + 1);
        foreach (var range in text.Split('&'))
        {
            var pair = text[range];
            if (pair.IsEmpty) continue;
            var equals = pair.IndexOf('=');
            pairs.Add(equals < 0 ? new(Decode(pair), "") : new(Decode(pair[..equals]), Decode(pair[(equals + 1)..])));
        }

        return pairs;
    }

    /// <summary>The pairs that say something: R4 search.html#errors, empty parameters are no error and are just ignored.</summary>
    /// <remarks>For looks only. What guards a write, or bounds what somebody may see, is refused where it is empty: left out it would mean more.</remarks>
    public static IReadOnlyList<KeyValuePair<string, string>> Filled(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        foreach (var (_, value) in pairs)
        {
            if (value.Length == 0) return [.. pairs.Where(pair => pair.Value.Length > 0)];
        }

        return pairs;
    }

    /// <summary>The query of a condition, without what some clients write before it: <c>Patient?</c>, or the whole address (R4 http.html#ccreate has the query alone).</summary>
    /// <param name="type">The type that the condition is about.</param>
    /// <param name="condition">As it was sent.</param>
    /// <param name="address">The server's own address; null for none.</param>
    public static string Condition(string type, string condition, string? address)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (condition.IndexOf('?', StringComparison.Ordinal) is not (> 0 and var mark)) return condition;
        var before = condition.AsSpan(0, mark);
        return before.SequenceEqual(type) || before.TrimStart('/').SequenceEqual(type) || (address is not null && before.SequenceEqual($"{address}/{type}")) ? condition[(mark + 1)..] : condition;
    }

    // Most names and many values need no decoding.
    private static string Decode(ReadOnlySpan<char> text) => text.ContainsAny('+', '%') ? Uri.UnescapeDataString(text.ToString().Replace('+', ' ')) : text.ToString();
}
