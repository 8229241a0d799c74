using CareExchange.Identity.Authorizations;
using CareExchange.Identity.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace CareExchange.Identity.Bearer;

/// <summary>Lets a request in whose token was checked before; every other request goes the whole way through the schemes.</summary>
/// <remarks>What the token rests on is asked for at every request, as it is after a full check, so that its end bites as soon.</remarks>
internal sealed class BearerEvaluator(IAuthorizationService authorization, ValidatedTokens tokens, TokenStanding standing) : PolicyEvaluator(authorization)
{
    private const string Prefix = "Bearer ";

    /// <inheritdoc/>
    public override async Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context)
    {
        // A cookie may name somebody else beside the token: the schemes know how to join them.
        if (context.Request.Headers.Authorization is [{ } header]
            && header.StartsWith(Prefix, StringComparison.Ordinal)
            && context.Request.Headers.Cookie.Count == 0
            && policy.AuthenticationSchemes.Contains(IdentitySchemes.Bearer)
            && tokens.TryGet(header.AsSpan(Prefix.Length).Trim(), out var held)
            && await standing.ProblemAsync(held.Ground, context.RequestAborted) is null)
        {
            context.User = held.Principal;
            return held.Result;
        }

        return await base.AuthenticateAsync(policy, context);
    }

    /// <inheritdoc/>
    public override Task<PolicyAuthorizationResult> AuthorizeAsync(AuthorizationPolicy policy, AuthenticateResult authenticationResult, HttpContext context, object? resource) =>
        authenticationResult.Succeeded && context.User.Identity is { IsAuthenticated: true } && policy.Requirements is [DenyAnonymousAuthorizationRequirement]
            ? s_allowed
            : base.AuthorizeAsync(policy, authenticationResult, context, resource);

    private static readonly Task<PolicyAuthorizationResult> s_allowed = Task.FromResult(PolicyAuthorizationResult.Success());
}
