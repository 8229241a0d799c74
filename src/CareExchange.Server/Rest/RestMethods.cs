using Microsoft.Net.Http.Headers;

namespace CareExchange.Server.Rest;

/// <summary>HEAD wherever there is GET, OPTIONS wherever there is anything, and an Allow that says so (R4 http.html#head; RFC 7231 4.3.2, 4.3.7).</summary>
internal static class RestMethods
{
    /// <summary>Stands before routing: a HEAD is routed as the GET it asks about, and the server leaves the body out.</summary>
    public static void UseRestMethods(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (!http.Request.Path.StartsWithSegments("/fhir", StringComparison.Ordinal))
        {
            await next(http);
            return;
        }

        var method = http.Request.Method;
        if (HttpMethods.IsHead(method)) http.Request.Method = HttpMethods.Get;
        await next(http);
        http.Request.Method = method;

        // Operations share their pattern with ids, so routing takes a POST to a resource for an operation that is not there.
        var isResource = http.Request.Path.Value!.Trim('/').Split('/') is [_, { Length: > 0 }, { Length: > 0 } id] && id[0] is not ('$' or '_');
        if (isResource && HttpMethods.IsPost(method) && http.GetEndpoint() is null && http.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false })
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = "DELETE, GET, PATCH, PUT";
        }

        if (http.Response.StatusCode != StatusCodes.Status405MethodNotAllowed || http.Response.HasStarted || http.Response.ContentType is not null) return;
        http.Response.Headers.Allow = Allow(http.Response.Headers[HeaderNames.Allow].ToString(), isResource, http.Request.Path.Value!.TrimEnd('/'));
        if (!HttpMethods.IsOptions(method)) return;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    private static string Allow(string routed, bool isResource, string path)
    {
        string[] methods = routed.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // A name that is neither a type nor an id stands where routing also takes one.
        string[]? named = path[(path.LastIndexOf('/') + 1)..] switch
        {
            "metadata" or "openapi.json" or "_history" => [HttpMethods.Get],
            "_search" => [HttpMethods.Post],
            ['$', ..] => [HttpMethods.Get, HttpMethods.Post],
            _ => null,
        };
        if (named is not null) methods = [.. methods.Intersect(named, StringComparer.Ordinal)];
        if (isResource) methods = [.. methods.Where(method => method != HttpMethods.Post)];
        return string.Join(", ", methods.Union(methods.Contains(HttpMethods.Get) ? [HttpMethods.Head, HttpMethods.Options] : [HttpMethods.Options], StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}
