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

namespace CareExchange.Server.Rest;

/// <summary>GET [base]/Type/id by a machine whose token is known, with nothing else said: what most requests are. Answered before the framework makes anything of the request.</summary>
/// <remarks>The same checks as on the way through the routes, by the same code: token and client, media, type, scope, then <see cref="ReadInteraction"/> with consent decision
/// and audit. Whatever is not exactly this, or would be answered with anything but the resource, goes through the routes; nothing was done or recorded then.</remarks>
internal sealed class PlainRead
{
    private const int LongestId = 64;
    private readonly KnownBearer _bearer;
    private readonly ReadInteraction _interaction;
    private readonly OrganizationTypes? _organizations;
    private readonly EmergencyMembers? _emergencies;
    private readonly RestSettings _settings;
    private readonly Lazy<FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>>> _types;

    public PlainRead(KnownBearer bearer, ReadInteraction interaction, Schema schema, EndpointDataSource routes, RestSettings settings, OrganizationTypes? organizations = null, EmergencyMembers? emergencies = null)
    {
        (_bearer, _interaction, _settings, _organizations, _emergencies) = (bearer, interaction, settings, organizations, emergencies);
        _types = new(() => PlainRequest.Types(schema, routes, 3).GetAlternateLookup<ReadOnlySpan<char>>());
    }

    /// <summary>Whether a request may be such a read at all, and of what. Looks at the request only.</summary>
    public bool TryParse(IHttpRequestFeature request, [NotNullWhen(true)] out string? type, [NotNullWhen(true)] out string? id)
    {
        (type, id) = (null, null);
        return request.QueryString.Length == 0 && PlainRequest.IsPlain(request) && TryParse(request.Path, out type, out id);
    }

    /// <summary>Answers the request, or gives false and has done nothing.</summary>
    /// <param name="features">The request.</param>
    /// <param name="connection">What is remembered between the requests of a connection.</param>
    /// <param name="type">As <see cref="TryParse(IHttpRequestFeature, out string?, out string?)"/> gave it.</param>
    /// <param name="id">As it gave it.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> TryAnswerAsync(IFeatureCollection features, PlainReadMemory connection, string type, string id)
    {
        var request = PlainRequest.Feature<IHttpRequestFeature>(features);
        connection.Bearer = await _bearer.FindAsync(request.Headers, connection.Bearer, CancellationToken.None);
        if (connection.Bearer?.Principal is not { Identity.IsAuthenticated: true } principal || Caller.From(principal) is not { } caller) return false;
        if (!RestEndpoints.IsAllowed(caller, type, SmartInteractions.Read) || PlainRequest.Id(request, features) is not { } requestId) return false;
        var trace = new RequestTrace(requestId, TraceParents.Next(), PlainRequest.Address(features));
        if (await _interaction.TryReadAsync(type, id, CallerExtensions.RequesterOf(caller, _organizations, _emergencies), trace, CancellationToken.None) is not { } resource) return false;
        await WriteAsync(features, request, requestId, resource);
        return true;
    }

    private ValueTask<System.IO.Pipelines.FlushResult> WriteAsync(IFeatureCollection features, IHttpRequestFeature request, string requestId, ResourceVersion resource)
    {
        var response = PlainRequest.Feature<IHttpResponseFeature>(features);
        var headers = response.Headers;
        var body = resource.Json;
        if (request.Headers.AcceptEncoding.Count > 0) body = ContentCoding.Pack(request.Headers, headers, body);
        PlainRequest.SetHeaders(request, response, requestId, body.Length, _settings);
        headers.ETag = FhirResults.ETag(resource.Version);
        headers.LastModified = resource.LastUpdated.ToString("R", CultureInfo.InvariantCulture);
        return PlainRequest.Feature<IHttpResponseBodyFeature>(features).Writer.WriteAsync(body);
    }

    // R4 datatypes.html#id; whatever else stands in an address (an operation, a history) has another shape.
    private bool TryParse(string path, [NotNullWhen(true)] out string? type, [NotNullWhen(true)] out string? id)
    {
        (type, id) = (null, null);
        if (!path.StartsWith(PlainRequest.Base, StringComparison.Ordinal)) return false;
        var slash = path.IndexOf('/', PlainRequest.Base.Length);
        if (slash < 0) return false;
        var rest = path.AsSpan(slash + 1);
        if (rest.Length is 0 or > LongestId) return false;
        foreach (var letter in rest)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not '-' and not '.') return false;
        }

        if (!_types.Value.TryGetValue(path.AsSpan(PlainRequest.Base.Length, slash - PlainRequest.Base.Length), out type)) return false;
        id = rest.ToString();
        return true;
    }
}
