using CareExchange.Identity.Discovery;
using CareExchange.Identity.Introspect;
using CareExchange.Identity.Settings;
using CareExchange.Identity.Token;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CareExchange.Identity.Hosting;

/// <summary>The room's addresses.</summary>
public static class IdentityEndpoints
{
    /// <summary>Maps the token, introspection and revocation endpoints, the JWK Set and the discovery documents; all open, each guarding itself.</summary>
    public static IEndpointRouteBuilder MapIdentity(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var options = routes.ServiceProvider.GetRequiredService<IdentityOptions>();
        routes.MapDiscovery(options);
        routes.MapClientForm(IdentityPaths.Token, http => http.RequestServices.GetRequiredService<TokenEndpoint>().HandleAsync(http));
        routes.MapClientForm(IdentityPaths.Introspect, http => http.RequestServices.GetRequiredService<IntrospectEndpoint>().HandleAsync(http));
        routes.MapClientForm(IdentityPaths.Revoke, http => http.RequestServices.GetRequiredService<RevokeEndpoint>().HandleAsync(http));
        return routes;
    }

    // No anti-forgery token: the assertion is proof of its own, and machines have no cookie to forge.
    private static void MapClientForm(this IEndpointRouteBuilder routes, string path, RequestDelegate handle) =>
        routes.MapPost(path, handle).AllowAnonymous().DisableAntiforgery();
}
