using CareExchange.Identity.Claims;

namespace CareExchange.Identity.Clients;

/// <summary>A machine client as it shall be.</summary>
/// <param name="Id">The <c>client_id</c>: letters, digits, <c>. - _ :</c>, up to 128.</param>
/// <param name="Display">Name for people.</param>
public sealed record ClientRegistration(string Id, string Display)
{
    /// <summary>FHIR id of the organisation it acts for.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>The organisation's name.</summary>
    public required string OrganizationDisplay { get; init; }

    /// <summary>Public keys as a JWK Set.</summary>
    public required string Jwks { get; init; }

    /// <summary>The most it may be granted: <c>system/…</c> scopes without constraints, space separated.</summary>
    public required string Scopes { get; init; }

    /// <summary>Kinds of partner message it may send.</summary>
    public IReadOnlyList<string> MessageKinds { get; init; } = [];

    /// <summary>Purpose of use its requests carry unless they state another.</summary>
    public string PurposeOfUse { get; init; } = IdentityClaims.DefaultPurpose;

    /// <summary>False stops new tokens and running ones.</summary>
    public bool Enabled { get; init; } = true;
}
