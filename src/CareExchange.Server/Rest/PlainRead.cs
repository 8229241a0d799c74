using System.Diagnostics.CodeAnalysis;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Identity.Bearer;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CareExchange.Server.Rest;

/// <summary>GET [base]/Type/id by a machine whose token is known, with nothing else said: what most requests are. Answered before anything is routed.</summary>
/// <remarks>The same checks as on the way through the routes, by the same code: token and client, media, type, scope, then <see cref="ReadInteraction"/> with consent decision
/// and audit. Whatever is not exactly this, refusals of the door included, goes through the routes.</remarks>
internal sealed class PlainRead(KnownBearer bearer, ReadInteraction interaction, Schema schema, EndpointDataSource routes)
{
    private const string Base = "/fhir/";
    private const int LongestId = 64;
    private readonly Lazy<HashSet<string>> _routedTypes = new(() => RoutedTypes(routes));

    /// <summary>Answers the request, or gives false and has done nothing.</summary>
    public async ValueTask<bool> TryAnswerAsync(HttpContext http)
    {
        if (!IsPlain(http.Request) || !TryParse(http.Request.Path.Value, out var type, out var id) || await bearer.FindAsync(http.Request, http.RequestAborted) is not { } principal) return false;
        var user = http.User;
        http.User = principal;
        if (principal.Identity is not { IsAuthenticated: true } || RestEndpoints.ScopeIssue(http, type, SmartInteractions.Read) is not null)
        {
            http.User = user;
            return false;
        }

        var outcome = await interaction.ReadAsync(type, id, null, http.Requester, http.Trace, http.RequestAborted);
        if (outcome.Value is not { } resource || !outcome.Succeeded)
        {
            await FhirResults.Failure(outcome.Issues).ExecuteAsync(http);
            return true;
        }

        FhirResults.SetVersion(http.Response, resource.Version, resource.LastUpdated);
        await FhirResults.Json(resource.Json).ExecuteAsync(http);
        return true;
    }

    private static bool IsPlain(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) || request.QueryString.HasValue || !FhirMedia.IsPlain(request)) return false;
        var headers = request.Headers;
        return headers.IfNoneMatch.Count == 0 && headers.IfModifiedSince.Count == 0 && headers.Origin.Count == 0 && headers.ContentType.Count == 0
            && headers.ContentLength is null && headers.TransferEncoding.Count == 0 && headers["Prefer"].Count == 0;
    }

    // R4 datatypes.html#id; whatever else stands in an address (an operation, a history) has another shape.
    private bool TryParse(string? path, [NotNullWhen(true)] out string? type, [NotNullWhen(true)] out string? id)
    {
        (type, id) = (null, null);
        if (path is null || !path.StartsWith(Base, StringComparison.Ordinal)) return false;
        var slash = path.IndexOf('/', Base.Length);
        if (slash < 0) return false;
        var name = path.AsSpan(Base.Length, slash - Base.Length);
        var rest = path.AsSpan(slash + 1);
        if (rest.Length is 0 or > LongestId) return false;
        foreach (var letter in rest)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not '-' and not '.') return false;
        }

        foreach (var letter in name)
        {
            if (!char.IsAsciiLetter(letter)) return false;
        }

        type = name.ToString();
        if (schema.FindType(type) is not { IsConstraint: false, IsAbstract: false, Kind: TypeKind.Resource } || _routedTypes.Value.Contains(type)) return false;
        id = rest.ToString();
        return true;
    }

    // Where a route names a type by itself, it knows better than the route of all types. What no id can be (an operation) is never asked for here.
    private static HashSet<string> RoutedTypes(EndpointDataSource routes) => routes.Endpoints.OfType<RouteEndpoint>()
        .Select(endpoint => endpoint.RoutePattern.PathSegments)
        .Where(segments => segments.Count == 3 && segments[0].Parts is [RoutePatternLiteralPart { Content: "fhir" }]
            && segments[2].Parts is not [RoutePatternLiteralPart { Content: ['$' or '_', ..] }, ..])
        .Select(segments => segments[1].Parts is [RoutePatternLiteralPart literal] ? literal.Content : null)
        .OfType<string>().ToHashSet(StringComparer.Ordinal);
}
