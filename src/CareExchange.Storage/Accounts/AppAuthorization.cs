namespace CareExchange.Storage.Accounts;

/// <summary>What one member of staff let one app do: the family of a code, its refresh tokens and its access tokens, revoked together.</summary>
public sealed class AppAuthorization
{
    /// <summary>Its id; access tokens name it.</summary>
    public required string Id { get; init; }

    /// <summary>The app.</summary>
    public required string ClientId { get; init; }

    /// <summary>Who let it.</summary>
    public required string AccountId { get; init; }

    /// <summary>The staff grant it was given under: it ends with it.</summary>
    public required string GrantId { get; init; }

    /// <summary>The browser session it lasts as long as; null where the person allowed it to go on offline.</summary>
    public string? SessionId { get; init; }

    /// <summary>Granted scopes, space separated.</summary>
    public required string Scopes { get; init; }

    /// <summary>Id of the Patient in context; null for none.</summary>
    public string? PatientId { get; init; }

    /// <summary>The app's own value for its id token.</summary>
    public string? Nonce { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ends, however much it is used.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When it was revoked; null while it stands.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}
