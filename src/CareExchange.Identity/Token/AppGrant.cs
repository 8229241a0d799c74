using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Identity.Authorizations;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Scopes;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Token;

/// <summary>SMART App Launch: authorization_code with PKCE, and refresh_token with rotation.</summary>
internal sealed class AppGrant(AppAuthorizations authorizations, AccessTokens tokens, TimeProvider clock, ScopeConstraints constraints)
{
    /// <summary>Redeems a code.</summary>
    public async Task<GrantOutcome> RedeemAsync(Client client, string? certificate, ClientForm form, CancellationToken cancellationToken)
    {
        if (await authorizations.FindSecretAsync(form["code"], cancellationToken) is not { Challenge: { } challenge } code) return OAuthError.InvalidGrant("code-unknown");

        // Whose code it is comes first: a stranger who found one must not be able to end what another client was given.
        if (await authorizations.FindStandingAsync(code.AuthorizationId, cancellationToken) is not { } standing) return OAuthError.InvalidGrant("authorization-ended");
        if (standing.Authorization.ClientId != client.Id) return OAuthError.InvalidGrant("code-of-another-client");
        if (clock.GetUtcNow() >= code.ExpiresAt && code.UsedAt is null) return OAuthError.InvalidGrant("code-expired");
        if (form["redirect_uri"] != code.RedirectUri) return OAuthError.InvalidGrant("redirect-uri-differs");
        if (form["code_verifier"] is not { } verifier || !Proves(verifier, challenge)) return OAuthError.InvalidGrant("code-verifier-wrong");
        return await GrantAsync(client, certificate, code, standing, Granted(client, standing), "code-replayed", cancellationToken);
    }

    /// <summary>Redeems a refresh token; fewer scopes may be asked for than were granted (RFC 6749 §6).</summary>
    public async Task<GrantOutcome> RefreshAsync(Client client, string? certificate, ClientForm form, CancellationToken cancellationToken)
    {
        if (await authorizations.FindSecretAsync(form["refresh_token"], cancellationToken) is not { Challenge: null } token) return OAuthError.InvalidGrant("refresh-token-unknown");
        if (await authorizations.FindStandingAsync(token.AuthorizationId, cancellationToken) is not { } standing) return OAuthError.InvalidGrant("authorization-ended");
        if (standing.Authorization.ClientId != client.Id) return OAuthError.InvalidGrant("refresh-token-of-another-client");
        if (clock.GetUtcNow() >= token.ExpiresAt) return OAuthError.InvalidGrant("refresh-token-expired");
        var granted = Granted(client, standing);
        if (form["scope"] is { } scope)
        {
            if (!AppScopes.TryParse(scope, out var asked) || constraints.Keep(asked.Intersect(granted)) is not { IsEmpty: false } fewer)
            {
                return OAuthError.InvalidScope("scope-not-granted", "Only scopes that were granted may be asked for.");
            }

            granted = fewer;
        }

        return await GrantAsync(client, certificate, token, standing, granted, "refresh-token-replayed", cancellationToken);
    }

    private async Task<GrantOutcome> GrantAsync(
        Client client, string? certificate, AppSecret secret, StandingAuthorization standing, AppScopes granted, string replayed, CancellationToken cancellationToken)
    {
        DateTimeOffset? until = granted.Has("offline_access") || granted.Has("online_access") || secret.Challenge is null ? standing.Authorization.EndsAt : null;
        var (used, next) = await authorizations.UseAsync(secret, until, client.Id, cancellationToken);
        if (!used) return OAuthError.InvalidGrant(replayed);
        return await tokens.IssueAsync(client, certificate, standing, granted, cancellationToken) with { RefreshText = next };
    }

    // What the app is registered for may have shrunk since the person allowed it. Who is nobody's fhirUser grants none: the word promises the claim.
    private AppScopes Granted(Client client, StandingAuthorization standing)
    {
        if (!AppScopes.TryParse(standing.Authorization.Scopes, out var scopes) || !AppScopes.TryParse(client.Scopes, out var registered)) return new(SmartScopes.None, []);
        var granted = constraints.Keep(scopes.Intersect(registered));
        return standing.Account.FhirUser is null ? granted with { Words = [.. granted.Words.Where(word => word != "fhirUser")] } : granted;
    }

    // RFC 7636 §4.6.
    private static bool Proves(string verifier, string challenge) =>
        verifier.Length is >= 43 and <= 128
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), Encoding.ASCII.GetBytes(challenge));
}
