namespace CareExchange.Storage.Accounts;

/// <summary>A value handed to an app that works once: an authorization code or a refresh token. The row holds only its hash.</summary>
public sealed class AppSecret
{
    /// <summary>SHA-256 of the value, base64url.</summary>
    public required string Hash { get; init; }

    /// <summary>The authorization it belongs to.</summary>
    public required string AuthorizationId { get; init; }

    /// <summary>Where the code was sent; null for a refresh token.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>PKCE S256 challenge of the code; null for a refresh token.</summary>
    public string? Challenge { get; init; }

    /// <summary>When it stops working unused.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was used; null before.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
