using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Identity.Bearer;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CareExchange.Server.Rest;

/// <summary>GET [base]/Type/id by a machine whose token is known, with nothing else said: what most requests are. Answered before the framework makes anything of the request.</summary>
/// <remarks>The same checks as on the way through the routes, by the same code: token and client, media, type, scope, then <see cref="ReadInteraction"/> with consent decision
/// and audit. Whatever is not exactly this, or would be answered with anything but the resource, goes through the routes; nothing was done or recorded then.</remarks>
internal sealed class PlainRead
{
    private const string Base = "/fhir/";
    private const int LongestId = 64;
    private readonly KnownBearer _bearer;
    private readonly ReadInteraction _interaction;
    private readonly OrganizationTypes? _organizations;
    private readonly EmergencyMembers? _emergencies;
    private readonly Lazy<FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>>> _types;

    public PlainRead(KnownBearer bearer, ReadInteraction interaction, Schema schema, EndpointDataSource routes, OrganizationTypes? organizations = null, EmergencyMembers? emergencies = null)
    {
        (_bearer, _interaction, _organizations, _emergencies) = (bearer, interaction, organizations, emergencies);
        _types = new(() => Types(schema, routes).GetAlternateLookup<ReadOnlySpan<char>>());
    }

    /// <summary>Whether a request may be such a read at all, and of what. Looks at the request only.</summary>
    public bool TryParse(IHttpRequestFeature request, [NotNullWhen(true)] out string? type, [NotNullWhen(true)] out string? id)
    {
        (type, id) = (null, null);
        return IsPlain(request) && TryParse(request.Path, out type, out id);
    }

    /// <summary>Answers the request, or gives false and has done nothing.</summary>
    /// <param name="features">The request.</param>
    /// <param name="connection">What is remembered between the requests of a connection.</param>
    /// <param name="type">As <see cref="TryParse(IHttpRequestFeature, out string?, out string?)"/> gave it.</param>
    /// <param name="id">As it gave it.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> TryAnswerAsync(IFeatureCollection features, PlainReadMemory connection, string type, string id)
    {
        var request = Feature<IHttpRequestFeature>(features);
        connection.Bearer = await _bearer.FindAsync(request.Headers, connection.Bearer, CancellationToken.None);
        if (connection.Bearer?.Principal is not { Identity.IsAuthenticated: true } principal || Caller.From(principal) is not { } caller) return false;
        if (!RestEndpoints.IsAllowed(caller, type, SmartInteractions.Read) || RequestId(request, features) is not { } requestId) return false;
        var trace = new RequestTrace(requestId, TraceParents.Next(), (features as IHttpConnectionFeature ?? features.Get<IHttpConnectionFeature>())?.RemoteIpAddress?.ToString());
        if (await _interaction.TryReadAsync(type, id, CallerExtensions.RequesterOf(caller, _organizations, _emergencies), trace, CancellationToken.None) is not { } resource) return false;
        await WriteAsync(features, request, requestId, resource);
        return true;
    }

    private static ValueTask<System.IO.Pipelines.FlushResult> WriteAsync(IFeatureCollection features, IHttpRequestFeature request, string requestId, ResourceVersion resource)
    {
        var response = Feature<IHttpResponseFeature>(features);
        var headers = response.Headers;
        var body = resource.Json;
        if (request.Headers.AcceptEncoding.Count > 0) body = ContentCoding.Pack(request.Headers, headers, body);
        headers["X-Content-Type-Options"] = "nosniff";
        headers["X-Request-Id"] = requestId;
        headers.CacheControl = "no-store";
        headers.ETag = FhirResults.ETag(resource.Version);
        headers.LastModified = resource.LastUpdated.ToString("R", CultureInfo.InvariantCulture);
        headers.ContentType = FhirMedia.Json;
        headers.ContentLength = body.Length;
        return Feature<IHttpResponseBodyFeature>(features).Writer.WriteAsync(body);
    }

    /// <summary>A feature of a request that nobody stands before: the server's own connection is all of them.</summary>
    internal static T Feature<T>(IFeatureCollection features)
        where T : class => features as T ?? features.GetRequiredFeature<T>();

    private static bool IsPlain(IHttpRequestFeature request)
    {
        if (!HttpMethods.IsGet(request.Method) || request.QueryString.Length > 0) return false;
        var headers = request.Headers;
        return FhirMedia.IsPlain(headers) && headers.IfNoneMatch.Count == 0 && headers.IfModifiedSince.Count == 0 && headers.Origin.Count == 0 && headers.ContentType.Count == 0
            && headers.ContentLength is null && headers.TransferEncoding.Count == 0 && headers["Prefer"].Count == 0 && headers.TraceParent.Count == 0
            && headers[CallerExtensions.CorrelationIdHeader].Count == 0;
    }

    // Null where the caller's name for the request has to be answered beside ours.
    private static string? RequestId(IHttpRequestFeature request, IFeatureCollection features)
    {
        var given = request.Headers[CallerExtensions.RequestIdHeader];
        if (given.Count == 0) return Feature<IHttpRequestIdentifierFeature>(features).TraceIdentifier;
        return given is [{ } one] && CallerExtensions.IsHarmless(one) ? one : null;
    }

    // R4 datatypes.html#id; whatever else stands in an address (an operation, a history) has another shape.
    private bool TryParse(string path, [NotNullWhen(true)] out string? type, [NotNullWhen(true)] out string? id)
    {
        (type, id) = (null, null);
        if (!path.StartsWith(Base, StringComparison.Ordinal)) return false;
        var slash = path.IndexOf('/', Base.Length);
        if (slash < 0) return false;
        var rest = path.AsSpan(slash + 1);
        if (rest.Length is 0 or > LongestId) return false;
        foreach (var letter in rest)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not '-' and not '.') return false;
        }

        if (!_types.Value.TryGetValue(path.AsSpan(Base.Length, slash - Base.Length), out type)) return false;
        id = rest.ToString();
        return true;
    }

    // Where a route names a type by itself, it knows better than the route of all types. What no id can be (an operation) is never asked for here.
    private static FrozenSet<string> Types(Schema schema, EndpointDataSource routes)
    {
        var routed = routes.Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.PathSegments)
            .Where(segments => segments.Count == 3 && segments[0].Parts is [RoutePatternLiteralPart { Content: "fhir" }]
                && segments[2].Parts is not [RoutePatternLiteralPart { Content: ['$' or '_', ..] }, ..])
            .Select(segments => segments[1].Parts is [RoutePatternLiteralPart literal] ? literal.Content : null)
            .OfType<string>();
        return schema.Types.Where(type => type is { IsConstraint: false, IsAbstract: false, Kind: TypeKind.Resource }).Select(type => type.TypeName)
            .Except(routed, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal);
    }
}
