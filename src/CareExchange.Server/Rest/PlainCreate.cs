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

        var bytes = new byte[(int)request.Headers.ContentLength!.Value];
        await request.Body.ReadExactlyAsync(bytes, PlainRequest.Feature<IHttpRequestLifetimeFeature>(features).RequestAborted);
        request.Body = new MemoryStream(bytes, writable: false);

        var requester = CallerExtensions.RequesterOf(caller, _organizations, _emergencies);
        var trace = new RequestTrace(requestId, TraceParents.Next(), PlainRequest.Address(features));
        var ready = _interaction.Ready(type, new ResourceBody(bytes) { Address = address }, requester, trace);
        return ready is not null && await StoreAsync(features, request, ready, requester, requestId, address);
    }

    // Stored or not, it is not tried again: somebody who has gone may have been heard.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The application tells it.")]
    private async Task<bool> StoreAsync(IFeatureCollection features, IHttpRequestFeature request, ReadyCreate ready, Requester requester, string requestId, string address)
    {
        try
        {
            var cancellationToken = PlainRequest.Feature<IHttpRequestLifetimeFeature>(features).RequestAborted;
            if (await _interaction.TryStoreAsync(ready, requester, cancellationToken) is not { } created) return false;
            await AnswerAsync(features, request, created, requestId, address, cancellationToken);
            return true;
        }
        catch (Exception problem)
        {
            features.Set(new EarlierFailure(ExceptionDispatchInfo.Capture(problem)));
            return false;
        }
    }

    private async ValueTask AnswerAsync(IFeatureCollection features, IHttpRequestFeature request, ResourceVersion created, string requestId, string address, CancellationToken cancellationToken)
    {
        var response = PlainRequest.Feature<IHttpResponseFeature>(features);
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.ETag = FhirResults.ETag(created.Version);
        response.Headers.LastModified = created.LastUpdated.ToString("R", CultureInfo.InvariantCulture);
        response.Headers.Location = WriteResults.Location(address, created);

        // What may not be seen is not represented.
        var body = created.Json;
        if (body.IsEmpty)
        {
            PlainRequest.SetHeaders(request, response, requestId, _settings);
            return;
        }

        if (request.Headers.AcceptEncoding.Count > 0) body = ContentCoding.Pack(request.Headers, response.Headers, body);
        PlainRequest.SetHeaders(request, response, requestId, body.Length, _settings);
        await PlainRequest.Feature<IHttpResponseBodyFeature>(features).Writer.WriteAsync(body, cancellationToken);
    }
}
