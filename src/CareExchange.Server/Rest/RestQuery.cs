using CareExchange.Exchange.Interactions;

namespace CareExchange.Server.Rest;

/// <summary>The query of an address without the parameters that only say how the answer is written (R4 http.html#parameters).</summary>
internal static class RestQuery
{
    private static readonly HashSet<string> OwnParameters = new(StringComparer.Ordinal) { "_format", "_pretty", "_summary", "_elements" };

    /// <summary>The search parameters of a query, decoded, in their order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(string text) =>
        [.. QueryPairs.Parse(text).Where(pair => !OwnParameters.Contains(pair.Key))];

    /// <summary>The condition that the address of a conditional interaction states, still encoded.</summary>
    public static string Condition(this HttpRequest request) => Parts(request, isOwn: false);

    /// <summary>How the answer is to be written, still encoded: links carry it on from page to page.</summary>
    public static string Writing(this HttpRequest request) => Parts(request, isOwn: true);

    private static string Parts(HttpRequest request, bool isOwn) => string.Join('&', (request.QueryString.Value ?? "").TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => OwnParameters.Contains(pair.Split('=')[0]) == isOwn));
}
