namespace CareExchange.Storage.Accounts;

/// <summary>A client assertion that was accepted once and must not be accepted again before it expires.</summary>
public sealed class UsedAssertion
{
    /// <summary>The client that sent it: a <c>jti</c> is unique per issuer only.</summary>
    public required string ClientId { get; init; }

    /// <summary>SHA-256 of the <c>jti</c>, base64url: fixed length whatever a client invents.</summary>
    public required string JtiHash { get; init; }

    /// <summary>After this instant the assertion is refused for its age and the row may go.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
