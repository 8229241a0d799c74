using System.Text;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CareExchange.Identity.Discovery;

/// <summary>Well-known addresses, open to everyone.</summary>
internal static class DiscoveryEndpoints
{
    public static void MapDiscovery(this IEndpointRouteBuilder routes, IdentityOptions options)
    {
        var documents = new DiscoveryDocuments(options);
        MapDocument(routes, IdentityPaths.SmartConfiguration, documents.Smart);
        // SMART looks below the FHIR base; a client given only the host looks at the root.
        MapDocument(routes, options.FhirBasePath + IdentityPaths.SmartConfiguration, documents.Smart);
        MapDocument(routes, IdentityPaths.OpenIdConfiguration, documents.Issuer);
        MapDocument(routes, IdentityPaths.AuthorizationServer, documents.Issuer);
        routes.MapGet(IdentityPaths.Jwks, async (HttpContext http, SigningKeys keys) =>
        {
            var ring = await keys.GetAsync(http.RequestAborted);
            return Json(http, Encoding.UTF8.GetBytes(ring.Jwks));
        }).AllowAnonymous();
    }

    private static void MapDocument(IEndpointRouteBuilder routes, string path, byte[] document) =>
        routes.MapGet(path, (HttpContext http) => Json(http, document)).AllowAnonymous();

    private static IResult Json(HttpContext http, byte[] body)
    {
        // Five minutes: shorter than the lead with which new keys are published, whatever the operator sets.
        http.Response.Headers.CacheControl = "public, max-age=300";
        return Results.Bytes(body, "application/json");
    }
}
