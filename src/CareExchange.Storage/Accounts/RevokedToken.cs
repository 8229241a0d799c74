namespace CareExchange.Storage.Accounts;

/// <summary>An access token that must not be accepted although it has not expired.</summary>
public sealed class RevokedToken
{
    /// <summary>Its <c>jti</c>.</summary>
    public required string Id { get; init; }

    /// <summary>After this instant it is refused for its age and the row may go.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
