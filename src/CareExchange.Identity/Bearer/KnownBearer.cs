using System.Security.Claims;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Settings;
using Microsoft.AspNetCore.Http;

namespace CareExchange.Identity.Bearer;

/// <summary>Whose token a request carries, where that can be said without waiting: its bytes were checked before, it has not expired, and its client stands.</summary>
public sealed class KnownBearer
{
    private const string Prefix = "Bearer ";
    private readonly ValidatedTokens _tokens;
    private readonly ClientRegistry _clients;

    internal KnownBearer(ValidatedTokens tokens, ClientRegistry clients) => (_tokens, _clients) = (tokens, clients);

    /// <summary>The caller; null where the request has to go the whole way through the schemes, which also say and record why a token is refused.</summary>
    /// <remarks>The client is as fresh as after a full check (<see cref="IdentityOptions.RevocationLag"/>).</remarks>
    public ClaimsPrincipal? Find(HttpRequest request) => FindHeld(request) is { } held && _clients.Remembers(held.Client) is { Enabled: true } ? held.Principal : null;

    // A cookie may name somebody else beside the token: the schemes know how to join them.
    internal ValidatedTokens.Held? FindHeld(HttpRequest request) => request.Headers.Authorization is [{ } header]
        && header.StartsWith(Prefix, StringComparison.Ordinal)
        && request.Headers.Cookie.Count == 0
        && _tokens.TryGet(header.AsSpan(Prefix.Length).Trim(), out var held)
        ? held
        : null;
}
