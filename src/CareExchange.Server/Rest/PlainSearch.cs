using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Bearer;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;
using Microsoft.AspNetCore.Http.Features;

namespace CareExchange.Server.Rest;

/// <summary>GET [base]/Type?… by a machine whose token is known, with nothing else said: answered before the framework makes anything of the request, as <see cref="PlainRead"/> is.</summary>
/// <remarks>The same checks as on the way through the routes, by the same code: token and client, media, type, scope, then <see cref="SearchInteraction"/> with consent decision
/// and audit. Whatever asks for another writing of the answer, or would be answered with anything but a page, goes through the routes; nothing was recorded then.</remarks>
internal sealed class PlainSearch
{
    private const char QueryMark = '?';

    // Who has more than this to send keeps others in the same commit waiting.
    private const int Short = 64 * 1024;
    private readonly KnownBearer _bearer;
    private readonly SearchInteraction _interaction;
    private readonly RestSettings _settings;
    private readonly OrganizationTypes? _organizations;
    private readonly EmergencyMembers? _emergencies;
    private readonly Lazy<FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>>> _types;

    public PlainSearch(
        KnownBearer bearer, SearchInteraction interaction, Schema schema, EndpointDataSource routes, RestSettings settings, OrganizationTypes? organizations = null, EmergencyMembers? emergencies = null)
    {
        (_bearer, _interaction, _settings, _organizations, _emergencies) = (bearer, interaction, settings, organizations, emergencies);
        _types = new(() => PlainRequest.Types(schema, routes, 2).GetAlternateLookup<ReadOnlySpan<char>>());
    }

    /// <summary>Whether a request may be such a search at all, and of what. Looks at the request only.</summary>
    public bool TryParse(IHttpRequestFeature request, [NotNullWhen(true)] out string? type)
    {
        type = null;
        if (request.QueryString is not [QueryMark, _, ..] || request.PathBase.Length > 0 || !request.Path.StartsWith(PlainRequest.Base, StringComparison.Ordinal)) return false;

        // The trail is searched by itself, and not among what is stored as resources.
        return _types.Value.TryGetValue(request.Path.AsSpan(PlainRequest.Base.Length), out type) && type != AuditEventIssues.Type && PlainRequest.IsPlain(request);
    }

    /// <summary>Answers the request, or gives false and has recorded nothing.</summary>
    /// <param name="features">The request.</param>
    /// <param name="connection">What is remembered between the requests of a connection.</param>
    /// <param name="type">As <see cref="TryParse"/> gave it.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> TryAnswerAsync(IFeatureCollection features, PlainReadMemory connection, string type)
    {
        var request = PlainRequest.Feature<IHttpRequestFeature>(features);
        connection.Bearer = await _bearer.FindAsync(request.Headers, connection.Bearer, CancellationToken.None);
        if (connection.Bearer?.Principal is not { Identity.IsAuthenticated: true } principal || Caller.From(principal) is not { } caller) return false;
        if (!RestEndpoints.IsAllowed(caller, type, SmartInteractions.Search) || PlainRequest.Id(request, features) is not { } requestId) return false;
        if (PlainRequest.AddressOf(request, _settings) is not { } address || PairsOf(request.QueryString) is not { } pairs) return false;

        var trace = new RequestTrace(requestId, TraceParents.Next(), PlainRequest.Address(features));
        var cancellationToken = PlainRequest.Feature<IHttpRequestLifetimeFeature>(features).RequestAborted;
        var requester = CallerExtensions.RequesterOf(caller, _organizations, _emergencies);
        Issue? Refusal(string other) => RestEndpoints.ScopeIssue(caller, other, SmartInteractions.Search);
        var response = PlainRequest.Feature<IHttpResponseFeature>(features);
        ReadOnlyMemory<byte> body = default;
        for (var (mayPresume, isRecorded) = (true, false); !isRecorded; mayPresume = false)
        {
            if (await _interaction.TrySearchAsync(type, pairs, Refusal, requester, trace, address, mayPresume, cancellationToken) is not { } found) return false;

            // What is left after the record is to send.
            body = BundleWriter.Search(address, type, found.Page);
            if (request.Headers.AcceptEncoding.Count > 0) body = ContentCoding.Pack(request.Headers, response.Headers, body);
            isRecorded = await _interaction.RecordAsync(found, isShort: body.Length <= Short, cancellationToken);
            if (!isRecorded) response.Headers.Clear();
        }

        PlainRequest.SetHeaders(request, response, requestId, body.Length, _settings);
        await PlainRequest.Feature<IHttpResponseBodyFeature>(features).Writer.WriteAsync(body, cancellationToken);
        return true;
    }

    // Null where another writing of the answer is asked for, or the plan of a search.
    private static IReadOnlyList<KeyValuePair<string, string>>? PairsOf(string query)
    {
        var pairs = QueryPairs.Parse(query);
        foreach (var (name, _) in pairs)
        {
            if (RestQuery.IsOwn(name) || name == SearchPlan.Name) return null;
        }

        return pairs;
    }
}
