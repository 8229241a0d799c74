using Microsoft.AspNetCore.Http;

namespace CareExchange.Identity.Clients;

/// <summary>RFC 6749 §5.2: the code, what the caller may be told, and why it was for the audit.</summary>
internal sealed record OAuthError(string Code, string Description, string Reason)
{
    /// <summary>401 for a caller that did not prove who it is, 413 for a body too large, 400 for the rest.</summary>
    public int Status => (Code, Reason) switch
    {
        ("invalid_client", _) => StatusCodes.Status401Unauthorized,
        (_, "body-too-large") => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status400BadRequest,
    };

    public static OAuthError InvalidRequest(string reason, string description) => new("invalid_request", description, reason);

    public static OAuthError InvalidClient(string reason, string description) => new("invalid_client", description, reason);

    public static OAuthError InvalidScope(string reason, string description) => new("invalid_scope", description, reason);

    /// <summary>A code or refresh token that is unknown, used, expired, revoked or another client's: told alike.</summary>
    public static OAuthError InvalidGrant(string reason) => new("invalid_grant", "The code or refresh token is not valid, or no longer.", reason);

    public static OAuthError UnauthorizedClient(string reason, string description) => new("unauthorized_client", description, reason);

    public static OAuthError UnsupportedGrantType { get; } = new(
        "unsupported_grant_type", "client_credentials, authorization_code and refresh_token are supported.", "grant-type-unsupported");
}
