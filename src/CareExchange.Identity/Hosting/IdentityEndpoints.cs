using CareExchange.Identity.Discovery;
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
    /// <summary>Maps the token endpoint, the JWK Set and the discovery documents; all open, each guarding itself.</summary>
    public static IEndpointRouteBuilder MapIdentity(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var options = routes.ServiceProvider.GetRequiredService<IdentityOptions>();
        routes.MapDiscovery(options);
        // No anti-forgery token: the assertion is proof of its own, and machines have no cookie to forge.
        routes.MapPost(IdentityPaths.Token, (HttpContext http) => http.RequestServices.GetRequiredService<TokenEndpoint>().HandleAsync(http))
            .AllowAnonymous()
            .DisableAntiforgery();
        return routes;
    }
}
