using CareExchange.Exchange.Interactions;

namespace CareExchange.Server.Rest;

/// <summary>The query of an address without the parameters that only say how the answer is written (R4 http.html#parameters).</summary>
internal static class RestQuery
{
    private static readonly HashSet<string> OwnParameters = new(StringComparer.Ordinal) { "_format", "_pretty", "_summary", "_elements" };

    /// <summary>True for a parameter that only says how the answer is written.</summary>
    public static bool IsOwn(string name) => OwnParameters.Contains(name);

    /// <summary>The search parameters of a query, decoded, in their order.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Pairs(string text) =>
        [.. QueryPairs.Parse(text).Where(pair => !OwnParameters.Contains(pair.Key))];

    /// <summary>The condition that the address of a conditional interaction states, still encoded.</summary>
    public static string Condition(this HttpRequest request) => Parts(Text(request), isOwn: false);

    /// <summary>How the answer is to be written, still encoded: links carry it on from page to page.</summary>
    public static string Writing(this HttpRequest request) => Parts(Text(request), isOwn: true);

    /// <summary>What the request says of how the answer is to be written, decoded, in the address or in a form; null where it says nothing.</summary>
    public static string? Written(this HttpRequest request, string name)
    {
        var text = Text(request);

        // Most requests say nothing of the kind, and have no query to take apart.
        if (!text.Contains(name, StringComparison.Ordinal)) return null;
        foreach (var pair in QueryPairs.Parse(text))
        {
            if (pair.Key == name) return pair.Value;
        }

        return null;
    }

    /// <summary>The whole query: of the address, and of the form where one was read.</summary>
    public static string Text(HttpRequest request) => request.HttpContext.Features.Get<FormQuery>()?.Text ?? request.QueryString.Value ?? "";

    private static string Parts(string text, bool isOwn) => string.Join('&', text.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => OwnParameters.Contains(Uri.UnescapeDataString(pair.Split('=')[0])) == isOwn));
}
