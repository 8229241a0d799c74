using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Callers;

/// <summary>Reads a body as bytes, no further than is allowed.</summary>
public static class RequestBody
{
    /// <summary>The largest body of the REST door when nothing else is said: 32 MiB.</summary>
    public const int DefaultLimit = 32 * 1024 * 1024;

    /// <summary>The whole body, or <c>too-long</c>; nothing beyond the limit is read.</summary>
    public static async Task<Outcome<ReadOnlyMemory<byte>>> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit) return TooLong(limit);
        using var buffer = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > limit) return TooLong(limit);
            await buffer.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
        }

        return new ReadOnlyMemory<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static Issue TooLong(int limit) =>
        Issue.Error("too-long", "body-limit", "The body is larger than allowed.", "본문이 허용된 크기를 넘습니다.") with { Expected = $"at most {limit} bytes" };
}
