namespace CareExchange.Server.Rest;

/// <summary>What a request prefers (RFC 7240; R4 http.html#ops and search.html#errors). What was honoured is told in Preference-Applied.</summary>
/// <param name="Return"><c>minimal</c>, <c>representation</c> or <c>OperationOutcome</c>; null where nothing of these is said.</param>
/// <param name="Handling"><c>strict</c> or <c>lenient</c>; null where nothing of these is said.</param>
/// <param name="IsAsync">True where the answer may come later (<c>respond-async</c>).</param>
internal sealed record Preferences(string? Return, string? Handling, bool IsAsync)
{
    private static readonly Preferences None = new(null, null, false);

    /// <summary>The preferences of a request; unknown ones, and unknown values, are passed over as the RFC asks.</summary>
    public static Preferences Of(HttpRequest request)
    {
        var header = request.Headers["Prefer"];
        if (header.Count == 0) return None;
        var found = None;
        foreach (var part in header.SelectMany(value => (value ?? "").Split(',', ';', ' ')))
        {
            // Of one preference given twice the first counts.
            found = part.Split('=', 2) switch
            {
                [var name] when name.Equals("respond-async", StringComparison.OrdinalIgnoreCase) => found with { IsAsync = true },
                [var name, var value] when name.Equals("return", StringComparison.OrdinalIgnoreCase) && value.Trim('"') is "minimal" or "representation" or "OperationOutcome" => found with { Return = found.Return ?? value.Trim('"') },
                [var name, var value] when name.Equals("handling", StringComparison.OrdinalIgnoreCase) && value.Trim('"') is "strict" or "lenient" => found with { Handling = found.Handling ?? value.Trim('"') },
                _ => found,
            };
        }

        return found;
    }

    /// <summary>Tells that a preference was honoured, such as <c>return=minimal</c>.</summary>
    public static void Applied(HttpResponse response, string preference) => response.Headers.Append("Preference-Applied", preference);
}
