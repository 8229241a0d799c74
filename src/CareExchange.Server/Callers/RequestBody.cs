using System.IO.Compression;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Callers;

/// <summary>Reads a body as bytes, no further than is allowed.</summary>
public static class RequestBody
{
    /// <summary>The largest body of the REST door when nothing else is said: 32 MiB.</summary>
    public const int DefaultLimit = 32 * 1024 * 1024;

    /// <summary>The whole body, unpacked if its Content-Encoding is gzip, br or deflate.</summary>
    /// <returns>
    /// The bytes; or <c>too-long</c>, <c>content-coding</c> for another packing, <c>body-unpacking</c> for a broken one. Nothing beyond the limit is
    /// read or unpacked: a small body that unpacks to a large one ends where a large body would.
    /// </returns>
    public static async Task<Outcome<ReadOnlyMemory<byte>>> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit) return TooLong(limit);
        var coding = request.Headers.ContentEncoding.ToString().Trim();
        if (coding.Length == 0 || coding.Equals("identity", StringComparison.OrdinalIgnoreCase)) return await ReadAsync(request.Body, request.ContentLength, limit, cancellationToken);
        if (Unpack(coding.ToLowerInvariant(), request.Body) is not { } unpacked)
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "gzip, br, deflate";
            return Issue.Error("not-supported", "content-coding", "The body is packed in a way that is not read.", "지원하지 않는 방식으로 압축된 본문입니다.") with { Expected = "gzip, br, deflate", Found = coding };
        }

        await using (unpacked)
        {
            try
            {
                return await ReadAsync(unpacked, null, limit, cancellationToken);
            }
            catch (Exception problem) when (problem is InvalidDataException or InvalidOperationException)
            {
                return Issue.Error("structure", "body-unpacking", "The packed body is damaged.", "압축된 본문이 손상되었습니다.") with { Expected = coding };
            }
        }
    }

    private static async Task<Outcome<ReadOnlyMemory<byte>>> ReadAsync(Stream body, long? length, int limit, CancellationToken cancellationToken)
    {
        // What a header promises is not yet memory: a liar would hold 32 MiB with one line.
        using var buffer = new MemoryStream((int)Math.Min(length ?? 0, 1024 * 1024));
        var chunk = new byte[(int)Math.Clamp(length ?? 64 * 1024, 1024, 64 * 1024)];
        int read;
        while ((read = await body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > limit) return TooLong(limit);
            await buffer.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
        }

        return new ReadOnlyMemory<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static Stream? Unpack(string coding, Stream body) => coding switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
        "br" => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true),
        _ => null,
    };

    private static Issue TooLong(int limit) =>
        Issue.Error("too-long", "body-limit", "The body is larger than allowed.", "본문이 허용된 크기를 넘습니다.") with { Expected = $"at most {limit} bytes" };
}
