using System.Buffers;
using System.IO.Compression;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Callers;

/// <summary>Reads a body as bytes, no further than is allowed.</summary>
public static class RequestBody
{
    /// <summary>The largest body of the REST door when nothing else is said: 32 MiB.</summary>
    public const int DefaultLimit = 32 * 1024 * 1024;

    // Below this the promise is believed at once.
    private const int Believed = 256 * 1024;

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
        // What a header promises is not yet memory: a liar would hold 32 MiB with one line. Who has sent the first part is believed the rest.
        var first = length is null or > Believed ? ArrayPool<byte>.Shared.Rent(Believed) : null;
        try
        {
            var bytes = first ?? new byte[(int)length!];
            var count = await FillAsync(body, bytes.AsMemory(0, first is null ? bytes.Length : Believed), cancellationToken);
            if (first is null) return new ReadOnlyMemory<byte>(bytes, 0, count);
            if (count < Believed) return count > limit ? TooLong(limit) : (ReadOnlyMemory<byte>)bytes[..count];
            return await ReadLongAsync(body, bytes.AsMemory(0, count), length, limit, cancellationToken);
        }
        finally
        {
            if (first is not null) ArrayPool<byte>.Shared.Return(first);
        }
    }

    private static async Task<Outcome<ReadOnlyMemory<byte>>> ReadLongAsync(Stream body, ReadOnlyMemory<byte> first, long? length, int limit, CancellationToken cancellationToken)
    {
        var bytes = new byte[(int)Math.Min(length ?? (2L * first.Length), limit + 1L)];
        first.Span[..Math.Min(first.Length, bytes.Length)].CopyTo(bytes);
        var count = Math.Min(first.Length, bytes.Length);
        while (true)
        {
            count += await FillAsync(body, bytes.AsMemory(count), cancellationToken);
            if (count > limit) return TooLong(limit);
            if (count < bytes.Length || count == length) return new ReadOnlyMemory<byte>(bytes, 0, count);
            Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, limit + 1L));
        }
    }

    private static async Task<int> FillAsync(Stream body, Memory<byte> bytes, CancellationToken cancellationToken)
    {
        var count = 0;
        for (int read; count < bytes.Length && (read = await body.ReadAsync(bytes[count..], cancellationToken)) > 0;) count += read;
        return count;
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
