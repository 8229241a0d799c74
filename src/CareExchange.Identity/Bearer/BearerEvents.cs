using CareExchange.Identity.Authorizations;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Events;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Settings;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Bearer;

/// <summary>What happens around JwtBearer's check: what the token rests on must still stand, and every refusal is recorded.</summary>
internal static class BearerEvents
{
    public static JwtBearerEvents ForOwn() => new()
    {
        OnMessageReceived = async context =>
        {
            var header = context.Request.Headers.Authorization.ToString();
            if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            {
                await context.HttpContext.RequestServices.GetRequiredService<OwnIssuerConfiguration>().ExpectAsync(header["Bearer ".Length..].Trim(), context.HttpContext.RequestAborted);
            }
        },
        OnTokenValidated = async context =>
        {
            // A token outlives what it rests on by minutes; asking at each use makes ending that bite at once.
            var services = context.HttpContext.RequestServices;
            var ground = TokenGround.From(context.Principal);
            var problem = ground is null ? "token-malformed"
                : !ground.IsProvenBy(context.HttpContext.Connection) ? "token-certificate-wrong"
                : await services.GetRequiredService<TokenStanding>().ProblemAsync(ground, context.HttpContext.RequestAborted);
            if (problem is not null)
            {
                context.Fail(new ClientStoppedException());
                await RecordAsync(context.HttpContext, problem, ground?.Client);
                return;
            }

            if (context.SecurityToken is JsonWebToken token)
            {
                services.GetRequiredService<ValidatedTokens>().Put(token.EncodedToken, context.Principal!, ground!, new DateTimeOffset(token.ValidTo, TimeSpan.Zero));
            }
        },
        OnAuthenticationFailed = context => RecordAsync(context.HttpContext, ReasonOf(context.Exception), null),
    };

    public static JwtBearerEvents ForOutside(OutsideIssuer issuer) => new()
    {
        OnTokenValidated = async context =>
        {
            // What another server bound to a certificate, or to a key that is not looked at here, is not weaker for being theirs.
            var bound = CertificateThumbprint.OfConfirmation(context.Principal?.FindFirst(IdentityClaims.Confirmation)?.Value);
            var shown = context.HttpContext.Connection.ClientCertificate;
            var isProven = bound is null || (shown is not null && CertificateThumbprint.Of(shown) == bound);
            if (isProven && context.Principal is { } theirs && OutsidePrincipal.Create(theirs, issuer) is { } ours)
            {
                context.Principal = ours;
                return;
            }

            context.Fail(new ClientStoppedException());
            await RecordAsync(context.HttpContext, isProven ? "caller-not-named" : "token-certificate-wrong", null);
        },
        OnAuthenticationFailed = context => RecordAsync(context.HttpContext, ReasonOf(context.Exception), null),
    };

    /// <summary>Stable reason of a refused token.</summary>
    public static string ReasonOf(Exception exception) => exception switch
    {
        SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException => "token-expired",
        SecurityTokenInvalidAudienceException => "token-audience-wrong",
        SecurityTokenInvalidIssuerException => "token-issuer-unknown",
        SecurityTokenInvalidAlgorithmException => "token-algorithm-refused",
        SecurityTokenInvalidTypeException => "token-type-wrong",
        SecurityTokenSignatureKeyNotFoundException => "token-key-unknown",
        SecurityTokenInvalidSignatureException => "token-signature-invalid",
        _ => "token-malformed",
    };

    private static async Task RecordAsync(HttpContext http, string reason, string? client)
    {
        var services = http.RequestServices;
        var happened = new IdentityEvent(IdentityEventKind.BearerRefused, services.GetRequiredService<TimeProvider>().GetUtcNow())
        {
            ActorId = client,
            IsSystem = true,
            Reason = reason,
            NetworkAddress = http.Connection.RemoteIpAddress?.ToString(),
        };
        await services.GetRequiredService<IdentityEventSink>()(happened, http.RequestAborted);
    }
}
