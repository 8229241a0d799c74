using CareExchange.Identity.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace CareExchange.Identity.Bearer;

/// <summary>Lets a request in whose token was checked before; every other request goes the whole way through the schemes.</summary>
/// <remarks>What the token rests on is asked for at every request, as it is after a full check, so that its end bites as soon.</remarks>
internal sealed class BearerEvaluator(IAuthorizationService authorization, KnownBearer known) : PolicyEvaluator(authorization)
{
    /// <inheritdoc/>
    public override async Task<AuthenticateResult> AuthenticateAsync(AuthorizationPolicy policy, HttpContext context)
    {
        if (policy.AuthenticationSchemes.Contains(IdentitySchemes.Bearer) && await known.FindHeldAsync(context.Request, context.RequestAborted) is { } held)
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
