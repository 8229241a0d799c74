using System.Security.Claims;
using CareExchange.Identity.Authorizations;
using Microsoft.AspNetCore.Http;

namespace CareExchange.Identity.Bearer;

/// <summary>Whose token a request carries, where its bytes were checked before: it has not expired, and what it rests on stands in this moment.</summary>
public sealed class KnownBearer
{
    private const string Prefix = "Bearer ";
    private readonly ValidatedTokens _tokens;
    private readonly TokenStanding _standing;

    internal KnownBearer(ValidatedTokens tokens, TokenStanding standing) => (_tokens, _standing) = (tokens, standing);

    /// <summary>The same where only headers are known.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="last">What the connection's last request was found to carry; most send the same again.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask<BearerMemory?> FindAsync(IHeaderDictionary headers, BearerMemory? last, CancellationToken cancellationToken)
    {
        if (headers.Authorization is not [{ } header] || headers.Cookie.Count != 0) return null;
        if (last is null || !ReferenceEquals(last.Header, header))
        {
            if (!header.StartsWith(Prefix, StringComparison.Ordinal) || !_tokens.TryGet(header.AsSpan(Prefix.Length).Trim(), out var held)) return null;
            last = new(header, held);
        }
        else if (!_tokens.Holds(last.Held)) return null;

        // Headers do not tell which certificate the connection shows: the schemes look.
        if (last.Held.Ground.Certificate is not null) return null;

        return await _standing.ProblemAsync(last.Held.Ground, cancellationToken) is null ? last : null;
    }

    /// <summary>The caller; null where the request has to go the whole way through the schemes, which also say and record why a token is refused.</summary>
    public async ValueTask<ClaimsPrincipal?> FindAsync(HttpRequest request, CancellationToken cancellationToken) => (await FindHeldAsync(request, cancellationToken))?.Principal;

    /// <summary>Whether what a request was let in by stands in this moment, for what is carried out after the request: a token of ours that was revoked, or whose client or authorization ended, does not.</summary>
    public async ValueTask<bool> StandsAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        TokenGround.From(principal) is not { } ground || await _standing.ProblemAsync(ground, cancellationToken) is null;

    // A cookie may name somebody else beside the token: the schemes know how to join them.
    internal async ValueTask<ValidatedTokens.Held?> FindHeldAsync(HttpRequest request, CancellationToken cancellationToken) => request.Headers.Authorization is [{ } header]
        && header.StartsWith(Prefix, StringComparison.Ordinal)
        && request.Headers.Cookie.Count == 0
        && _tokens.TryGet(header.AsSpan(Prefix.Length).Trim(), out var held)
        && held.Ground.IsProvenBy(request.HttpContext.Connection)
        && await _standing.ProblemAsync(held.Ground, cancellationToken) is null
        ? held
        : null;
}
