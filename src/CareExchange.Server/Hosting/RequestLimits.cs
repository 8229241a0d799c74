using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Hosting;

/// <summary>So many requests a minute for each client, whichever token or session it shows; for whoever shows none that is known, for each address.</summary>
/// <remarks>A token is known once it was accepted: until then its requests count for the address they come from, so that nobody can use up a client's share by naming it.</remarks>
internal sealed class RequestLimits : IDisposable
{
    // Tokens live for minutes: what is forgotten is learnt again from the next answer.
    private const int MostKnown = 20_000;
    private readonly PartitionedRateLimiter<string> _limiter;
    private readonly ConcurrentDictionary<UInt128, string> _known = new();

    public RequestLimits(int perMinute)
    {
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = Math.Max(1, perMinute / 60),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60.0 / perMinute)),
            QueueLimit = 0,
        };
        _limiter = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => options));
    }

    /// <summary>Goes on, or answers 429 with Retry-After; the door writes the body.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var shown = Shown(http.Request);
        var known = shown is { } one && _known.TryGetValue(one, out var client) ? client : null;
        using var lease = _limiter.AttemptAcquire(known ?? $"address {http.Connection.RemoteIpAddress}");
        if (!lease.IsAcquired)
        {
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return;
        }

        await next(http);
        if (known is not null || shown is not { } accepted || http.Caller is not { } caller) return;
        if (_known.Count >= MostKnown) _known.Clear();
        _known[accepted] = $"client {caller.Id}";
    }

    public void Dispose() => _limiter.Dispose();

    // What is shown is kept as a hash: memory is no place for tokens either.
    private static UInt128? Shown(HttpRequest request)
    {
        var text = request.Headers.Authorization is [{ Length: > 0 } token] ? token : request.Headers.Cookie is [{ Length: > 0 } cookies] ? cookies : null;
        if (text is null) return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
