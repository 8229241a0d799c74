using System.Net;
using System.Net.Http.Headers;
using CareExchange.Exchange.Sending;
using CareExchange.Mapping.Profiles;

namespace CareExchange.Server.Partners;

/// <summary>Posts a message to a partner's HTTP endpoint. 2xx means taken; 408, 425, 429 and 5xx mean later; anything else refuses the message.</summary>
/// <remarks>No redirect is followed, no proxy asked, no cookie kept: whom a message reaches is the operator's decision alone.</remarks>
internal sealed class HttpPushChannel : IPushChannel, IDisposable
{
    private readonly PushOptions _options;
    private readonly HttpClient _http;

    public HttpPushChannel(PushOptions options)
    {
        _options = options;
        var addresses = new PushAddresses(options.AllowedAddresses);
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = PushTls.Options(options),
            ConnectCallback = async (context, cancellationToken) => await addresses.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
        }) { Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds) };
    }

    public async Task<PushAnswer> SendAsync(OutputResult message, string id, string? traceParent, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Address) { Content = new ByteArrayContent(message.Content.ToArray()) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(message.ContentType);
        request.Content.Headers.ContentDisposition = new("attachment") { FileName = message.FileName };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", id);
        if (traceParent is not null) request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        if (_options.AuthorizationVariable is { } variable && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } authorization) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.StatusCode switch
            {
                >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => PushAnswer.Taken,
                HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => PushAnswer.Later($"http-{(int)answer.StatusCode}"),
                _ => PushAnswer.Refused($"http-{(int)answer.StatusCode}"),
            };
        }
        catch (HttpRequestException failure) when (failure.InnerException is UnauthorizedAccessException)
        {
            return PushAnswer.Refused("push-address");
        }
        catch (HttpRequestException failure)
        {
            return PushAnswer.Later($"http-{failure.HttpRequestError}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PushAnswer.Later("http-timeout");
        }
    }

    public void Dispose() => _http.Dispose();
}
