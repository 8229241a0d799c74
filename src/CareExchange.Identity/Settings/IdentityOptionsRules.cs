using CareExchange.Identity.Scopes;

namespace CareExchange.Identity.Settings;

/// <summary>The bounds of <see cref="IdentityOptions"/>.</summary>
public static class IdentityOptionsRules
{
    /// <summary>Every problem, one sentence each; empty when the options can be used.</summary>
    public static IReadOnlyList<string> Problems(IdentityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        void Require(bool holds, string problem)
        {
            if (!holds) problems.Add(problem);
        }

        void Within(TimeSpan value, TimeSpan least, TimeSpan most, string name) =>
            Require(value >= least && value <= most, $"{name} is {value}; it must lie between {least} and {most}.");

        Require(IsPublicAddress(options.Issuer), "Issuer must be an absolute https address (http only on loopback) without trailing slash, query or fragment.");
        Require(options.MasterKey.Length == 32, $"MasterKey has {options.MasterKey.Length} bytes; it must have 32.");
        Require(options.MasterKey.Span.IndexOfAnyExcept((byte)0) >= 0, "MasterKey must not be all zeros.");
        Require(options.Audience is null || Uri.TryCreate(options.Audience, UriKind.Absolute, out _), "Audience must be an absolute URI.");
        Require(IsPath(options.FhirBasePath), "FhirBasePath must start with a slash and not end with one.");
        Require(IsPath(options.SignInPath), "SignInPath must start with a slash and not end with one.");
        Require(SmartScopes.TryParse(options.ScopesSupported, out var scopes) && !scopes.IsEmpty, "ScopesSupported must list SMART scopes.");
        Within(options.AccessTokenLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), nameof(options.AccessTokenLifetime));
        Within(options.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(2), nameof(options.ClockSkew));
        Require(options.SigningAlgorithm is "RS384" or "ES384", "SigningAlgorithm must be RS384 or ES384.");
        Within(options.SigningKeyLifetime, TimeSpan.FromDays(1), TimeSpan.FromDays(365), nameof(options.SigningKeyLifetime));
        Within(options.SigningKeyLead, TimeSpan.FromMinutes(5), options.SigningKeyLifetime / 2, nameof(options.SigningKeyLead));
        Require(options.PasswordRounds is >= 210_000 and <= 10_000_000, $"PasswordRounds is {options.PasswordRounds}; it must lie between 210000 and 10000000.");
        Require(options.MinimumPasswordLength is >= 8 and <= 64, $"MinimumPasswordLength is {options.MinimumPasswordLength}; it must lie between 8 and 64.");
        Require(options.LockoutThreshold is >= 3 and <= 20, $"LockoutThreshold is {options.LockoutThreshold}; it must lie between 3 and 20.");
        Within(options.LockoutStart, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), nameof(options.LockoutStart));
        Within(options.LockoutLimit, options.LockoutStart, TimeSpan.FromHours(24), nameof(options.LockoutLimit));
        Require(options.IssuerName is { Length: > 0 and <= 64 } && !options.IssuerName.Contains(':', StringComparison.Ordinal), "IssuerName must have 1 to 64 characters and no colon.");
        Within(options.SessionIdleLimit, TimeSpan.FromMinutes(1), TimeSpan.FromHours(8), nameof(options.SessionIdleLimit));
        Within(options.SessionLimit, options.SessionIdleLimit, TimeSpan.FromHours(24), nameof(options.SessionLimit));
        Within(options.OfflineAccessLimit, TimeSpan.FromHours(1), TimeSpan.FromDays(90), nameof(options.OfflineAccessLimit));
        Within(options.RevocationLag, TimeSpan.Zero, TimeSpan.FromSeconds(60), nameof(options.RevocationLag));
        foreach (var issuer in options.OutsideIssuers) problems.AddRange(Problems(issuer, options));
        Require(
            options.OutsideIssuers.DistinctBy(issuer => issuer.Name).Count() == options.OutsideIssuers.Count
            && options.OutsideIssuers.DistinctBy(issuer => issuer.Authority).Count() == options.OutsideIssuers.Count,
            "OutsideIssuers must differ in name and in authority.");
        return problems;
    }

    private static IEnumerable<string> Problems(OutsideIssuer issuer, IdentityOptions options)
    {
        var named = $"OutsideIssuers '{issuer.Name}'";
        if (issuer.Name is not { Length: > 0 and <= 32 } || issuer.Name is "own" || issuer.Name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            yield return $"{named}: Name must be lower-case letters, digits and dashes, and not 'own'.";
        }

        if (!IsPublicAddress(issuer.Authority.TrimEnd('/')) || issuer.Authority == options.Issuer)
        {
            yield return $"{named}: Authority must be an absolute https address (http only on loopback) other than our own issuer.";
        }

        if (string.IsNullOrWhiteSpace(issuer.Audience)) yield return $"{named}: Audience is required.";
        if (!SmartScopes.TryParse(issuer.AllowedScopes, out _)) yield return $"{named}: AllowedScopes are not SMART scopes.";
        if (issuer.Algorithms.Count == 0 || issuer.Algorithms.Any(name => name.Length != 5 || name[..2] is not ("RS" or "PS" or "ES")))
        {
            yield return $"{named}: Algorithms may be RS, PS and ES ones only.";
        }
    }

    private static bool IsPath(string path) => path.Length > 1 && path[0] == '/' && path[^1] != '/' && path[1] != '/';

    // Plain http is for a developer's own machine: tokens and cookies must not cross a network unprotected.
    private static bool IsPublicAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && !text.EndsWith('/') && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
