namespace CareExchange.Storage.Accounts;

/// <summary>One signed-in browser. The cookie holds a random key; the row holds only its hash, so a copied database opens no session.</summary>
public sealed class StaffSession
{
    /// <summary>SHA-256 of the session key, base64url.</summary>
    public required string Id { get; init; }

    /// <summary>Whose session it is.</summary>
    public required string AccountId { get; init; }

    /// <summary>The grant it was opened under.</summary>
    public required string GrantId { get; init; }

    /// <summary>Authentication methods, RFC 8176, space separated, e.g. <c>pwd</c>.</summary>
    public required string Methods { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Idle limit: moves forward with use.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Absolute limit: never moves.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When it was revoked or signed out; null while open.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}
