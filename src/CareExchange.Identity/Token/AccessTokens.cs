using CareExchange.Identity.Claims;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Token;

/// <summary>Signs access tokens in the shape of RFC 9068.</summary>
internal sealed class AccessTokens(SigningKeys keys, IdentityOptions options, TimeProvider clock)
{
    /// <summary>RFC 9068 §2.1: marks an access token, so that no other JWT of ours can pass for one.</summary>
    public const string Type = "at+jwt";

    public async Task<IssuedToken> IssueAsync(Client client, SmartScopes granted, CancellationToken cancellationToken)
    {
        var ring = await keys.GetAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString("N");
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            [JwtRegisteredClaimNames.Jti] = id,
            [IdentityClaims.Subject] = client.Id,
            [IdentityClaims.Client] = client.Id,
            [IdentityClaims.Name] = client.Display,
            [IdentityClaims.Scope] = granted.ToString(),
            [IdentityClaims.OrganizationId] = client.OrganizationId,
            [IdentityClaims.Organization] = client.OrganizationDisplay,
            [IdentityClaims.PurposeOfUse] = client.PurposeOfUse,
        };
        if (ClientRegistry.KindsOf(client) is { Count: > 0 } kinds) claims[IdentityClaims.MessageKinds] = kinds;
        var text = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = Type,
            Issuer = options.Issuer,
            Audience = options.TokenAudience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + options.AccessTokenLifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = ring.Signing,
        });
        return new IssuedToken(id, text, options.AccessTokenLifetime);
    }
}
