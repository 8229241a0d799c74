using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace CareExchange.Server.Rest;

/// <summary>Carries a deferred request out by the endpoint that would have served it at once, with the same checks, consent and audit.</summary>
internal sealed class AsyncRequestRunner(IServiceScopeFactory scopes, EntryDispatcher dispatcher)
{
    /// <summary>What became of it, as a batch-response of one entry (the asynchronous request pattern).</summary>
    public async Task<ReadOnlyMemory<byte>> RunAsync(AsyncRequest request, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Scheme = request.Scheme, Method = request.Method });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = cancellationToken });
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.TryParse(request.Address, out var address) ? address : null });
        var outer = new DefaultHttpContext(features) { User = request.Caller(), RequestServices = scope.ServiceProvider, TraceIdentifier = request.RequestId };
        outer.Request.Host = new HostString(request.Host);
        return BundleWriter.BatchResponse([await dispatcher.SendAsync(outer, request.ToEntry())]);
    }
}
