namespace CareExchange.Exchange.Interactions;

/// <summary>A query string as name and value pairs in their order.</summary>
public static class QueryPairs
{
    /// <summary>Splits and decodes; a plus is a space (R4 http.html follows application/x-www-form-urlencoded).</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string query) => [.. query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(parts => KeyValuePair.Create(Decode(parts[0]), parts.Length == 2 ? Decode(parts[1]) : ""))];

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
