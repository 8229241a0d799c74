namespace CareExchange.Identity.Scopes;

/// <summary>The scopes of an app: data scopes, and the words of SMART App Launch and OpenID Connect beside them.</summary>
/// <param name="Data">What data the app may have: <c>user/…</c> and <c>patient/…</c>.</param>
/// <param name="Words">Which of <see cref="Known"/> were named, in that order.</param>
public sealed record AppScopes(SmartScopes Data, IReadOnlyList<string> Words)
{
    /// <summary>The words understood, SMART App Launch 2.2 "Scopes and launch context".</summary>
    public static IReadOnlyList<string> Known { get; } = ["openid", "fhirUser", "profile", "launch", "launch/patient", "online_access", "offline_access"];

    /// <summary>Whether nothing is asked for.</summary>
    public bool IsEmpty => Data.IsEmpty && Words.Count == 0;

    /// <summary>Whether any data scope speaks of one patient.</summary>
    public bool HasPatientScopes => Data.Scopes.Any(scope => scope.Context is SmartContext.Patient);

    /// <summary>Reads a space-separated list. Words nobody here knows are left out, as RFC 6749 §3.3 allows; a malformed data scope spoils the list.</summary>
    public static bool TryParse(string? text, out AppScopes scopes)
    {
        scopes = new(SmartScopes.None, []);
        if (text is null || text.Length > SmartScopes.MaximumLength) return false;
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!SmartScopes.TryParse(string.Join(' ', parts.Where(IsData)), out var data)) return false;
        scopes = new(data, [.. Known.Where(parts.Contains)]);
        return true;
    }

    /// <summary>Whether a word was named.</summary>
    public bool Has(string word) => Words.Contains(word);

    /// <summary>What both allow.</summary>
    public AppScopes Intersect(AppScopes other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(Data.Intersect(other.Data), [.. Words.Where(other.Has)]);
    }

    /// <summary>The list, words first.</summary>
    public override string ToString() => string.Join(' ', [.. Words, .. Data.Scopes.Select(scope => scope.ToString())]);

    // "launch/patient" has a slash and is no data scope: it has no interactions.
    private static bool IsData(string part) => part.Contains('/', StringComparison.Ordinal) && !part.StartsWith("launch/", StringComparison.Ordinal);
}
