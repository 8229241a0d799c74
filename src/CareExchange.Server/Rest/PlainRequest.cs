using System.Collections.Frozen;
using CareExchange.Fhir.Definitions;
using CareExchange.Server.Callers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CareExchange.Server.Rest;

/// <summary>What is common to the requests that are answered before the framework makes anything of them.</summary>
internal static class PlainRequest
{
    /// <summary>The door.</summary>
    public const string Base = "/fhir/";

    /// <summary>A feature of a request that nobody stands before: the server's own connection is all of them.</summary>
    public static T Feature<T>(IFeatureCollection features)
        where T : class => features as T ?? features.GetRequiredFeature<T>();

    /// <summary>True for a GET that says nothing beside its address and its token that would change the answer.</summary>
    public static bool IsPlain(IHttpRequestFeature request)
    {
        if (!HttpMethods.IsGet(request.Method)) return false;
        var headers = request.Headers;
        return headers.ContentType.Count == 0 && headers.ContentLength is null && SaysNothingElse(headers);
    }

    /// <summary>True for a POST of FHIR JSON of at most so many bytes that says nothing beside its address and its token that would change what is done or answered.</summary>
    public static bool IsPlainPost(IHttpRequestFeature request, int longest)
    {
        if (!HttpMethods.IsPost(request.Method)) return false;
        var headers = request.Headers;
        return headers.ContentLength is { } length && length > 0 && length <= longest && headers.ContentEncoding.Count == 0 && FhirMedia.IsPlainBody(headers)
            && headers["If-None-Exist"].Count == 0 && headers.IfMatch.Count == 0 && SaysNothingElse(headers);
    }

    /// <summary>The request's id; null where the caller's name for the request has to be answered beside ours.</summary>
    public static string? Id(IHttpRequestFeature request, IFeatureCollection features)
    {
        var given = request.Headers[CallerExtensions.RequestIdHeader];
        if (given.Count == 0) return Feature<IHttpRequestIdentifierFeature>(features).TraceIdentifier;
        return given is [{ } one] && CallerExtensions.IsHarmless(one) ? one : null;
    }

    /// <summary>Where the caller is.</summary>
    public static string? Address(IFeatureCollection features) => (features as IHttpConnectionFeature ?? features.Get<IHttpConnectionFeature>())?.RemoteIpAddress?.ToString();

    /// <summary>What links begin with; null where the caller does not say where the gateway is.</summary>
    public static string? AddressOf(IHttpRequestFeature request, RestSettings settings) => settings.PublicAddress is { } known ? $"{known}/fhir"
        : request.Headers.Host is [{ Length: > 0 } host] ? $"{request.Scheme}://{HostString.FromUriComponent(host)}/fhir" : null;

    /// <summary>The headers of every answer with a body of FHIR JSON.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">Its answer.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="length">How long the body is.</param>
    /// <param name="settings">What the operator sets.</param>
    public static void SetHeaders(IHttpRequestFeature request, IHttpResponseFeature response, string requestId, int length, RestSettings settings)
    {
        SetHeaders(request, response, requestId, settings);
        response.Headers.ContentType = FhirMedia.Json;
        response.Headers.ContentLength = length;
    }

    /// <summary>The headers of every answer.</summary>
    public static void SetHeaders(IHttpRequestFeature request, IHttpResponseFeature response, string requestId, RestSettings settings)
    {
        var headers = response.Headers;
        headers["X-Content-Type-Options"] = "nosniff";
        headers["X-Request-Id"] = requestId;
        headers.CacheControl = "no-store";
        if (settings.IsSecureOutside || request.Scheme == Uri.UriSchemeHttps) headers.StrictTransportSecurity = RestSettings.TransportSecurity;
    }

    /// <summary>The types that the route of all types answers for at this place of the address.</summary>
    /// <remarks>Where a route names a type by itself, it knows better. What no id can be (an operation) is never asked for here.</remarks>
    /// <param name="schema">The definitions.</param>
    /// <param name="routes">Everything that is routed.</param>
    /// <param name="segments">Of how many parts the address is made, <c>fhir</c> and the type included.</param>
    public static FrozenSet<string> Types(Schema schema, EndpointDataSource routes, int segments)
    {
        var routed = routes.Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.PathSegments)
            .Where(parts => parts.Count == segments && parts[0].Parts is [RoutePatternLiteralPart { Content: "fhir" }]
                && parts[^1].Parts is not [RoutePatternLiteralPart { Content: ['$' or '_', ..] }, ..])
            .Select(parts => parts[1].Parts is [RoutePatternLiteralPart literal] ? literal.Content : null)
            .OfType<string>();
        return schema.Types.Where(type => type is { IsConstraint: false, IsAbstract: false, Kind: TypeKind.Resource }).Select(type => type.TypeName)
            .Except(routed, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal);
    }

    private static bool SaysNothingElse(IHeaderDictionary headers) =>
        FhirMedia.IsPlain(headers) && headers.IfNoneMatch.Count == 0 && headers.IfModifiedSince.Count == 0 && headers.Origin.Count == 0
        && headers.TransferEncoding.Count == 0 && headers["Prefer"].Count == 0 && headers.TraceParent.Count == 0 && headers[CallerExtensions.CorrelationIdHeader].Count == 0;
}
