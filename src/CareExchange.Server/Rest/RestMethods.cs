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
        if (http.Response.StatusCode is not (StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed) || http.Response.HasStarted || http.Response.ContentType is not null) return;
        if (IsUnknownOperation(http))
        {
            http.Response.Headers.Remove(HeaderNames.Allow);
            await FhirResults.Failure([RestIssues.OperationUnknown(LastSegment(http))]).ExecuteAsync(http);
            return;
        }

        if (http.Response.StatusCode == StatusCodes.Status404NotFound) return;
        http.Response.Headers.Allow = Allow(http.Response.Headers[HeaderNames.Allow].ToString());
        if (!HttpMethods.IsOptions(method)) return;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    });

    // /Patient/$x looks like /Patient/{id} to the router: that an id cannot be posted to is no answer to a question for an operation.
    private static bool IsUnknownOperation(HttpContext http) => LastSegment(http) is ['$', .. var name]
        && !http.RequestServices.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints)
            .Any(endpoint => endpoint.Metadata.GetOrderedMetadata<Operation>().Any(operation => operation.Name == name));

    private static string LastSegment(HttpContext http) => http.Request.Path.Value!.TrimEnd('/').Split('/')[^1];

    private static string Allow(string routed)
    {
        string[] methods = routed.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(", ", methods.Union(methods.Contains(HttpMethods.Get) ? [HttpMethods.Head, HttpMethods.Options] : [HttpMethods.Options], StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}
