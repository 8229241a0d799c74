namespace CareExchange.Storage.Accounts;

/// <summary>One key of the token-signing ring. Published from creation to <see cref="RetireAt"/>, signing only inside its own window.</summary>
public sealed class SigningKey
{
    /// <summary>Key id as it stands in token headers.</summary>
    public required string Kid { get; init; }

    /// <summary>JWS algorithm: <c>RS384</c> or <c>ES384</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Public JWK as JSON.</summary>
    public required string PublicJwk { get; init; }

    /// <summary>PKCS#8 private key, encrypted by Identity; storage cannot read it.</summary>
    public required byte[] PrivateKey { get; init; }

    /// <summary>When it was made and first published.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>First instant it signs.</summary>
    public required DateTimeOffset SignFrom { get; init; }

    /// <summary>First instant it no longer signs.</summary>
    public required DateTimeOffset SignUntil { get; set; }

    /// <summary>First instant it is no longer published: the last token it signed has expired by then.</summary>
    public required DateTimeOffset RetireAt { get; set; }
}
