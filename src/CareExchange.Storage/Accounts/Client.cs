namespace CareExchange.Storage.Accounts;

/// <summary>A machine that may ask for access tokens with a signed assertion.</summary>
public sealed class Client
{
    /// <summary>The <c>client_id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Display { get; set; }

    /// <summary>FHIR id of the organisation it acts for.</summary>
    public required string OrganizationId { get; set; }

    /// <summary>The organisation's name.</summary>
    public required string OrganizationDisplay { get; set; }

    /// <summary>Public keys, RFC 7517 JWK Set; never holds private members. Empty for an app that cannot keep a key.</summary>
    public required string Jwks { get; set; }

    /// <summary>Where an app's users are sent back to, space separated; empty for a machine.</summary>
    public string RedirectUris { get; set; } = "";

    /// <summary>Thumbprints (<c>x5t#S256</c>) of the certificates it connects with, space separated; empty for none.</summary>
    public string Certificates { get; set; } = "";

    /// <summary>The most it may be granted: SMART scopes, space separated.</summary>
    public required string Scopes { get; set; }

    /// <summary>Purpose of use its requests carry unless they state another.</summary>
    public required string PurposeOfUse { get; set; }

    /// <summary>A disabled client gets no token and its running tokens stop.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the registration last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Who changed it last.</summary>
    public required string UpdatedBy { get; set; }
}
