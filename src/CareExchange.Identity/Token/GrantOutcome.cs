using CareExchange.Identity.Clients;

namespace CareExchange.Identity.Token;

/// <summary>What a grant came to: a token or an error.</summary>
internal sealed record GrantOutcome(IssuedToken? Issued, OAuthError? Error)
{
    public static implicit operator GrantOutcome(OAuthError error) => new(null, error);

    public static implicit operator GrantOutcome(IssuedToken issued) => new(issued, null);
}
