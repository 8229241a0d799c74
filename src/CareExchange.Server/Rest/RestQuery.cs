using CareExchange.Exchange.Interactions;

namespace CareExchange.Server.Rest;

/// <summary>The query of an address without the parameters that only say how the answer is written (R4 http.html#parameters).</summary>
internal static class RestQuery
{
    private static readonly HashSet<string> OwnParameters = new(StringComparer.Ordinal) { "_format", "_pretty" };

    /// <summary>The search parameters of a query, decoded, in their order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(string text) =>
        [.. QueryPairs.Parse(text).Where(pair => !OwnParameters.Contains(pair.Key))];

    /// <summary>The condition that the address of a conditional interaction states, still encoded.</summary>
    public static string Condition(this HttpRequest request) => string.Join('&', (request.QueryString.Value ?? "").TrimStart('?')
        .Split('&').Where(pair => !OwnParameters.Contains(pair.Split('=')[0])));
}
