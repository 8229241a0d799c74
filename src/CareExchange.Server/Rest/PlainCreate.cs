using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Identity.Bearer;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;
using Microsoft.AspNetCore.Http.Features;

namespace CareExchange.Server.Rest;

/// <summary>POST [base]/Type of FHIR JSON by a machine whose token is known, with nothing else said: answered before the framework makes anything of the request, as <see cref="PlainRead"/> is.</summary>
/// <remarks>The same checks as on the way through the routes, by the same code: token and client, media, type, scope, then <see cref="CreateInteraction"/> with validation, Provenance
/// and record. Whatever would be answered with anything but 201 goes through the routes, with its body; nothing was stored or recorded then. Once it is handed to the store nothing
/// is tried again: why that failed is told by <see cref="EarlierFailure"/>.</remarks>
internal sealed class PlainCreate
{
    // What is longer takes so long to check that the way there is nothing to it.
    private const int Longest = 64 * 1024;
    private readonly KnownBearer _bearer;
    private readonly CreateInteraction _interaction;
    private readonly RestSettings _settings;
    private readonly OrganizationTypes? _organizations;
    private readonly EmergencyMembers? _emergencies;
    private readonly Lazy<FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>>> _types;

    public PlainCreate(
        KnownBearer bearer, CreateInteraction interaction, Schema schema, EndpointDataSource routes, RestSettings settings, OrganizationTypes? organizations = null, EmergencyMembers? emergencies = null)
    {
        (_bearer, _interaction, _settings, _organizations, _emergencies) = (bearer, interaction, settings, organizations, emergencies);
        _types = new(() => PlainRequest.Types(schema, routes, 2).GetAlternateLookup<ReadOnlySpan<char>>());
    }

    /// <summary>Whether a request may be such a create at all, and of what. Looks at the request only.</summary>
    public bool TryParse(IHttpRequestFeature request, [NotNullWhen(true)] out string? type)
    {
        type = null;
        if (!PlainRequest.IsPlainPost(request, Math.Min(Longest, _settings.BodyLimit)) || request.QueryString.Length > 0 || request.PathBase.Length > 0) return false;
        return request.Path.StartsWith(PlainRequest.Base, StringComparison.Ordinal) && _types.Value.TryGetValue(request.Path.AsSpan(PlainRequest.Base.Length), out type);
    }

    /// <summary>Answers the request, or gives false: then nothing is stored, and the body can be read again.</summary>
    /// <param name="features">The request.</param>
    /// <param name="connection">What is remembered between the requests of a connection.</param>
    /// <param name="type">As <see cref="TryParse"/> gave it.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> TryAnswerAsync(IFeatureCollection features, PlainReadMemory connection, string type)
    {
        var request = PlainRequest.Feature<IHttpRequestFeature>(features);
        connection.Bearer = await _bearer.FindAsync(request.Headers, connection.Bearer, CancellationToken.None);
        if (connection.Bearer?.Principal is not { Identity.IsAuthenticated: true } principal || Caller.From(principal) is not { } caller) return false;
        if (!RestEndpoints.IsAllowed(caller, type, SmartInteractions.Create) || PlainRequest.Id(request, features) is not { } requestId) return false;
        if (PlainRequest.AddressOf(request, _settings) is not { } address) return false;

        var cancellationToken = PlainRequest.Feature<IHttpRequestLifetimeFeature>(features).RequestAborted;
        var bytes = new byte[(int)request.Headers.ContentLength!.Value];
        await request.Body.ReadExactlyAsync(bytes, cancellationToken);
        request.Body = new MemoryStream(bytes, writable: false);

        var requester = CallerExtensions.RequesterOf(caller, _organizations, _emergencies);
        var trace = new RequestTrace(requestId, TraceParents.Next(), PlainRequest.Address(features));
        var ready = _interaction.Ready(type, new ResourceBody(bytes) { Address = address }, requester, trace);
        if (ready is null || await StoreAsync(features, ready, requester, cancellationToken) is not { } created) return false;

        var response = PlainRequest.Feature<IHttpResponseFeature>(features);
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.ETag = FhirResults.ETag(created.Version);
        response.Headers.LastModified = created.LastUpdated.ToString("R", CultureInfo.InvariantCulture);
        response.Headers.Location = WriteResults.Location(address, created);
        var body = created.Json;
        if (body.IsEmpty)
        {
            PlainRequest.SetHeaders(request, response, requestId, _settings);
            return true;
        }

        if (request.Headers.AcceptEncoding.Count > 0) body = ContentCoding.Pack(request.Headers, response.Headers, body);
        PlainRequest.SetHeaders(request, response, requestId, body.Length, _settings);
        await PlainRequest.Feature<IHttpResponseBodyFeature>(features).Writer.WriteAsync(body, cancellationToken);
        return true;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The application tells it.")]
    private async Task<ResourceVersion?> StoreAsync(IFeatureCollection features, ReadyCreate ready, Requester requester, CancellationToken cancellationToken)
    {
        try
        {
            return await _interaction.TryStoreAsync(ready, requester, cancellationToken);
        }
        catch (Exception problem)
        {
            features.Set(new EarlierFailure(ExceptionDispatchInfo.Capture(problem)));
            return null;
        }
    }
}
