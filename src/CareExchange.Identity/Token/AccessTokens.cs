using CareExchange.Identity.Authorizations;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Token;

/// <summary>Signs access tokens in the shape of RFC 9068, and the id tokens of OpenID Connect beside them.</summary>
internal sealed class AccessTokens(SigningKeys keys, IdentityOptions options, TimeProvider clock)
{
    /// <summary>RFC 9068 §2.1: marks an access token, so that no other JWT of ours can pass for one.</summary>
    public const string Type = "at+jwt";

    /// <summary>A token for a machine, bound to <paramref name="certificate"/> where it showed one.</summary>
    public async Task<IssuedToken> IssueAsync(Client client, string? certificate, SmartScopes granted, CancellationToken cancellationToken)
    {
        var claims = ClaimsOf(client.Id, client.Id, client.Display, granted.ToString(), client.OrganizationId, client.OrganizationDisplay, client.PurposeOfUse);
        Bind(claims, certificate);
        var (id, text) = await SignAsync(Type, options.TokenAudience, claims, options.AccessTokenLifetime, cancellationToken);
        return new IssuedToken(id, text, options.AccessTokenLifetime, granted.ToString());
    }

    /// <summary>A token for an app that acts for a member of staff; with an id token where it asked for one.</summary>
    public async Task<IssuedToken> IssueAsync(Client client, string? certificate, StandingAuthorization standing, AppScopes granted, CancellationToken cancellationToken)
    {
        var (authorization, account, grant) = standing;
        var claims = ClaimsOf(account.Id, client.Id, account.Display, granted.ToString(), grant.OrganizationId, grant.OrganizationDisplay, grant.PurposeOfUse);
        Bind(claims, certificate);
        claims[IdentityClaims.Role] = grant.Role;
        claims[IdentityClaims.Session] = authorization.Id;
        if (account.FhirUser is { } fhirUser && granted.Has("fhirUser")) claims[IdentityClaims.FhirUser] = fhirUser;
        if (account.FhirUser is { } reference) claims[IdentityClaims.PersonReference] = reference;
        if (authorization.PatientId is { } patient) claims[IdentityClaims.Patient] = patient;
        var (id, text) = await SignAsync(Type, options.TokenAudience, claims, options.AccessTokenLifetime, cancellationToken);
        return new IssuedToken(id, text, options.AccessTokenLifetime, granted.ToString())
        {
            IdText = granted.Has("openid") ? await IdTokenAsync(client, standing, granted, cancellationToken) : null,
            PatientId = authorization.PatientId,
        };
    }

    // OpenID Connect Core §2; SMART App Launch "Scopes for requesting identity data": fhirUser is an address.
    private async Task<string> IdTokenAsync(Client client, StandingAuthorization standing, AppScopes granted, CancellationToken cancellationToken)
    {
        var (authorization, account, _) = standing;
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { [IdentityClaims.Subject] = account.Id };
        if (authorization.Nonce is { } nonce) claims[JwtRegisteredClaimNames.Nonce] = nonce;
        if (granted.Has("profile")) claims[IdentityClaims.Name] = account.Display;
        if (granted.Has("fhirUser") && account.FhirUser is { } fhirUser) claims[IdentityClaims.FhirUser] = $"{options.Issuer}{options.FhirBasePath}/{fhirUser}";
        return (await SignAsync("JWT", client.Id, claims, options.AccessTokenLifetime, cancellationToken)).Text;
    }

    private static void Bind(Dictionary<string, object> claims, string? certificate)
    {
        if (certificate is not null) claims[IdentityClaims.Confirmation] = new Dictionary<string, object>(StringComparer.Ordinal) { [CertificateThumbprint.Member] = certificate };
    }

    private static Dictionary<string, object> ClaimsOf(
        string subject, string client, string display, string scope, string organizationId, string organization, string purpose) => new(StringComparer.Ordinal)
    {
        [IdentityClaims.Subject] = subject,
        [IdentityClaims.Client] = client,
        [IdentityClaims.Name] = display,
        [IdentityClaims.Scope] = scope,
        [IdentityClaims.OrganizationId] = organizationId,
        [IdentityClaims.Organization] = organization,
        [IdentityClaims.PurposeOfUse] = purpose,
    };

    private async Task<(string Id, string Text)> SignAsync(
        string type, string audience, Dictionary<string, object> claims, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var ring = await keys.GetAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString("N");
        claims[JwtRegisteredClaimNames.Jti] = id;
        var text = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = options.Issuer,
            Audience = audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = ring.Signing,
        });
        return (id, text);
    }
}
