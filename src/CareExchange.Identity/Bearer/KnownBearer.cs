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

    /// <summary>The caller; null where the request has to go the whole way through the schemes, which also say and record why a token is refused.</summary>
    public async ValueTask<ClaimsPrincipal?> FindAsync(HttpRequest request, CancellationToken cancellationToken) => (await FindHeldAsync(request, cancellationToken))?.Principal;

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
