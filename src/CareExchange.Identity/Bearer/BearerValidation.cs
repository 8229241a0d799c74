using CareExchange.Identity.Claims;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Settings;
using CareExchange.Identity.Token;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Bearer;

/// <summary>What an access token must satisfy.</summary>
internal static class BearerValidation
{
    public static TokenValidationParameters ForOwn(IdentityOptions options, TimeProvider clock) => new()
    {
        ValidIssuer = options.Issuer,
        ValidAudience = options.TokenAudience,
        ValidTypes = [AccessTokens.Type],
        ValidAlgorithms = KeyAlgorithms.All,
        ClockSkew = options.ClockSkew,
        LifetimeValidator = Lifetime(clock),
        NameClaimType = IdentityClaims.Name,
        RoleClaimType = IdentityClaims.Role,
    };

    /// <remarks>Issuer and keys come from the issuer's own discovery document.</remarks>
    public static TokenValidationParameters ForOutside(OutsideIssuer issuer, IdentityOptions options, TimeProvider clock) => new()
    {
        ValidAudience = issuer.Audience,
        ValidAlgorithms = issuer.Algorithms,
        ClockSkew = options.ClockSkew,
        LifetimeValidator = Lifetime(clock),
        NameClaimType = IdentityClaims.Name,
        RoleClaimType = IdentityClaims.Role,
    };

    // The library's own check reads the machine's clock; ours is the one that tests can move.
    private static LifetimeValidator Lifetime(TimeProvider clock) => (notBefore, expires, _, parameters) =>
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + parameters.ClockSkew && (notBefore is not { } start || start <= now + parameters.ClockSkew);
    };
}
