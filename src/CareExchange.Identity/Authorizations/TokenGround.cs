using System.Security.Claims;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CareExchange.Identity.Authorizations;

/// <summary>What an access token rests on.</summary>
/// <param name="Id">Its <c>jti</c>.</param>
/// <param name="Client">The client it was given to.</param>
/// <param name="Authorization">The authorization it was given under; null for a machine.</param>
/// <param name="Certificate">Thumbprint of the certificate it is bound to; null for none.</param>
internal sealed record TokenGround(string Id, string Client, string? Authorization, string? Certificate)
{
    /// <summary>Read from a checked token's claims; null for a token that names no client.</summary>
    public static TokenGround? From(ClaimsPrincipal? principal) =>
        principal?.FindFirstValue(IdentityClaims.Client) is { } client && principal.FindFirstValue(JwtRegisteredClaimNames.Jti) is { } id
            ? new(id, client, principal.FindFirstValue(IdentityClaims.Session), CertificateThumbprint.OfConfirmation(principal.FindFirstValue(IdentityClaims.Confirmation)))
            : null;

    /// <summary>Whether the connection proves what the token is bound to (RFC 8705 §3): a token taken from somewhere else is worth nothing.</summary>
    public bool IsProvenBy(ConnectionInfo connection) =>
        Certificate is null || (connection.ClientCertificate is { } shown && CertificateThumbprint.Of(shown) == Certificate);
}
