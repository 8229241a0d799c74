using System.Security.Claims;
using CareExchange.Identity.Claims;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CareExchange.Identity.Authorizations;

/// <summary>What an access token rests on.</summary>
/// <param name="Id">Its <c>jti</c>.</param>
/// <param name="Client">The client it was given to.</param>
/// <param name="Authorization">The authorization it was given under; null for a machine.</param>
internal sealed record TokenGround(string Id, string Client, string? Authorization)
{
    /// <summary>Read from a checked token's claims; null for a token that names no client.</summary>
    public static TokenGround? From(ClaimsPrincipal? principal) =>
        principal?.FindFirstValue(IdentityClaims.Client) is { } client && principal.FindFirstValue(JwtRegisteredClaimNames.Jti) is { } id
            ? new(id, client, principal.FindFirstValue(IdentityClaims.Session))
            : null;
}
