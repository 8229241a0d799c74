using CareExchange.Identity.Claims;
using CareExchange.Identity.Scopes;

namespace CareExchange.Identity.Clients;

/// <summary>A machine client or an app as it shall be.</summary>
/// <param name="Id">The <c>client_id</c>: letters, digits, <c>. - _ :</c>, up to 128.</param>
/// <param name="Display">Name for people.</param>
public sealed record ClientRegistration(string Id, string Display)
{
    /// <summary>FHIR id of the organisation it acts for.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>The organisation's name.</summary>
    public required string OrganizationDisplay { get; init; }

    /// <summary>Public keys as a JWK Set; empty for an app that cannot keep a key, such as one in a browser.</summary>
    public required string Jwks { get; init; }

    /// <summary>
    /// The most it may be granted, without constraints, space separated: <c>system/…</c> for a machine; for an app <c>user/…</c> and <c>patient/…</c>
    /// scopes that read, and the words of <see cref="AppScopes.Known"/>.
    /// </summary>
    public required string Scopes { get; init; }

    /// <summary>
    /// Where an app's users are sent back to; none for a machine. Compared to the letter, but for the port of a loopback address (RFC 8252 §7.3).
    /// </summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>
    /// Certificates the client connects with (PEM, or their <c>x5t#S256</c>): every request for a token shows one, and the token works over it alone. None for a
    /// client that its key alone proves.
    /// </summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>Purpose of use its requests carry unless they state another.</summary>
    public string PurposeOfUse { get; init; } = IdentityClaims.DefaultPurpose;

    /// <summary>False stops new tokens and running ones.</summary>
    public bool Enabled { get; init; } = true;
}
