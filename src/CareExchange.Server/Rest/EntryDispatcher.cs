using System.Collections.Concurrent;
using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;

namespace CareExchange.Server.Rest;

/// <summary>Carries an entry of a batch out by the endpoint that would serve it alone: every route works inside a batch, with the same checks, as soon as it is there.</summary>
/// <remarks>Nothing goes through a socket, and nothing is written and parsed again between the endpoint and the Bundle.</remarks>
internal sealed partial class EntryDispatcher(IAuthorizationPolicyProvider policies, IAuthorizationService authorization, ILogger<EntryDispatcher> logger)
{
    private readonly ConcurrentDictionary<Endpoint, Task<AuthorizationPolicy?>> _policies = new();
    private RequestDelegate? _routes;

    /// <summary>Learns the routes; once, when all of them are mapped.</summary>
    public void Bind(WebApplication app)
    {
        var branch = ((IApplicationBuilder)app).New();
        branch.UseRouting();
        branch.UseExactPaths();
        var routes = (IEndpointRouteBuilder)branch.Properties["__EndpointRouteBuilder"]!;
        foreach (var source in ((IEndpointRouteBuilder)app).DataSources) routes.DataSources.Add(source);
        branch.Run(ExecuteAsync);
        _routes = branch.Build();
    }

    /// <summary>Carries one entry out for whoever sent the Bundle.</summary>
    /// <returns>Its answer; an endpoint that fails gives 500 for its entry alone.</returns>
    public async Task<EntryAnswer> SendAsync(HttpContext outer, EntryRequest entry)
    {
        var answer = new EntryAnswer();
        using var written = new MemoryStream();
        var http = NewContext(outer, entry, answer, written);
        try
        {
            await _routes!(http);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogFailure(logger, outer.RequestId, problem.GetType().Name, problem.StackTrace);
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            (answer.Body, answer.Issues) = (default, []);
        }

        answer.Status = http.Response.StatusCode;
        answer.ETag = http.Response.Headers.ETag is [{ Length: > 0 } tag, ..] ? tag : null;
        answer.Location = (http.Response.Headers.Location is [{ Length: > 0 } location, ..] ? location : null) ?? (http.Response.Headers.ContentLocation is [{ Length: > 0 } content, ..] ? content : null);
        if (answer.Body.IsEmpty && written.Length > 0) answer.Body = written.ToArray();
        if (entry.IsHead) answer.Body = default;
        if (answer.Status >= 400 && answer.Issues.Count == 0 && answer.Body.IsEmpty) answer.Issues = [StatusIssues.Of(answer.Status, outer.RequestId)];
        return answer;
    }

    private static DefaultHttpContext NewContext(HttpContext outer, EntryRequest entry, EntryAnswer answer, Stream written)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Protocol = outer.Request.Protocol,
            Scheme = outer.Request.Scheme,
            Method = entry.Method,
            PathBase = outer.Request.PathBase,
            Path = $"/fhir/{entry.Path}",
            QueryString = entry.Query is { Length: > 0 } query ? $"?{query}" : "",
            Headers = entry.Headers,
            Body = new MemoryStream(entry.Body, writable: false),
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(written));
        features.Set(outer.Features.Get<IHttpConnectionFeature>());
        features.Set(outer.Features.Get<IHttpRequestLifetimeFeature>());
        features.Set(answer);
        var http = new DefaultHttpContext(features) { User = outer.User, RequestServices = outer.RequestServices, TraceIdentifier = outer.TraceIdentifier };
        http.Request.Host = outer.Request.Host;
        foreach (var name in (string[])["X-Request-Id", "X-Correlation-Id"])
        {
            if (outer.Request.Headers[name] is { Count: > 0 } value) http.Request.Headers[name] = value;
        }

        return http;
    }

    // Who may use the whole server may not use every route: what an endpoint asks for beyond that is asked here too.
    private async Task ExecuteAsync(HttpContext http)
    {
        if (http.GetEndpoint() is not { RequestDelegate: { } serve } endpoint)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var policy = await _policies.GetOrAdd(endpoint, PolicyAsync);
        if (policy is not null && !(await authorization.AuthorizeAsync(http.User, http, policy)).Succeeded)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await serve(http);
    }

    private async Task<AuthorizationPolicy?> PolicyAsync(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null ? null
        : await AuthorizationPolicy.CombineAsync(policies, endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>());

    // Not the exception itself: its text may quote somebody's data.
    [LoggerMessage(5003, LogLevel.Error, "An entry of request {RequestId} failed: {Kind} {Stack}")]
    private static partial void LogFailure(ILogger logger, string requestId, string kind, string? stack);
}
