using System.Security.Claims;
using CareExchange.Identity.Authorizations;
using CareExchange.Identity.Bearer;
using CareExchange.Identity.Settings;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Introspect;

/// <summary>Reads an access token of ours as the resource doors do.</summary>
internal sealed class TokenReader(OwnIssuerConfiguration issuer, TokenStanding standing, IdentityOptions options, TimeProvider clock)
{
    private const int MaximumLength = 16_384;
    private static readonly JsonWebTokenHandler s_handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaximumLength };

    /// <summary>The token with what it rests on, when it is ours and may be used now; null otherwise.</summary>
    public async Task<(JsonWebToken Token, TokenGround Ground)?> ReadAsync(string text, CancellationToken cancellationToken)
    {
        await issuer.ExpectAsync(text, cancellationToken);
        var parameters = BearerValidation.ForOwn(options, clock);
        parameters.IssuerSigningKeys = (await issuer.GetConfigurationAsync(cancellationToken)).SigningKeys;
        var result = await s_handler.ValidateTokenAsync(text, parameters);
        return result is { IsValid: true, SecurityToken: JsonWebToken token }
            && TokenGround.From(new ClaimsPrincipal(result.ClaimsIdentity)) is { } ground
            && await standing.ProblemAsync(ground, cancellationToken) is null
            ? (token, ground)
            : null;
    }
}
