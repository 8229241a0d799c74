using Microsoft.AspNetCore.Routing.Patterns;

namespace CareExchange.Server.Rest;

/// <summary>R4 http.html#general: addresses are case sensitive. Routing is not, so what it finds below <c>/fhir</c> is compared letter by letter.</summary>
internal static class ExactPaths
{
    /// <summary>Stands behind routing: what is only nearly an address is none.</summary>
    public static void UseExactPaths(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint() is RouteEndpoint { RoutePattern: var pattern } && !IsExact(pattern, http.Request.Path.Value)) http.SetEndpoint(null);
        return next(http);
    });

    private static bool IsExact(RoutePattern pattern, ReadOnlySpan<char> path)
    {
        if (pattern.PathSegments is not [{ Parts: [RoutePatternLiteralPart { Content: "fhir" }] }, ..]) return true;
        foreach (var segment in pattern.PathSegments)
        {
            path = path.TrimStart('/');
            var end = path.IndexOf('/') is >= 0 and var slash ? slash : path.Length;
            if (segment.Parts is [RoutePatternLiteralPart { Content: var written }] && !path[..end].SequenceEqual(written)) return false;
            path = path[end..];
        }

        return true;
    }
}
