using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace CareExchange.Server.Rest;

/// <summary>Answers packed with br or gzip for whoever accepts it (RFC 7231 5.3.4).</summary>
internal static class ContentCoding
{
    // Below this a packed answer saves no packet on the wire.
    private const int Smallest = 1400;

    /// <summary>Packs a body, if the request lets it and the body is worth it, and says so in the answer's headers.</summary>
    /// <remarks>
    /// Not for cookies: a page of somebody else could make a browser repeat such a request and guess at the answer by its packed length (BREACH).
    /// A bearer token only its owner sends.
    /// </remarks>
    public static ReadOnlyMemory<byte> Pack(HttpContext http, ReadOnlyMemory<byte> body) => Pack(http.Request.Headers, http.Response.Headers, body);

    /// <summary>The same with the headers of request and answer.</summary>
    public static ReadOnlyMemory<byte> Pack(IHeaderDictionary request, IHeaderDictionary response, ReadOnlyMemory<byte> body)
    {
        if (body.Length < Smallest) return body;
        var accepted = request.AcceptEncoding;
        if (accepted.Count == 0) return body;
        response.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (request.Cookie.Count > 0 || Choose(accepted) is not { } coding) return body;
        using var buffer = new MemoryStream(body.Length / 3);
        using (Stream packer = coding == "br" ? new BrotliStream(buffer, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            packer.Write(body.Span);
        }

        response.ContentEncoding = coding;
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static string? Choose(Microsoft.Extensions.Primitives.StringValues accepted)
    {
        if (!StringWithQualityHeaderValue.TryParseList(accepted, out var codings)) return null;
        var (br, gzip) = (Quality(codings, "br"), Quality(codings, "gzip"));
        return (br, gzip) is (0, 0) ? null : br >= gzip ? "br" : "gzip";
    }

    private static double Quality(IList<StringWithQualityHeaderValue> codings, string name) =>
        (codings.FirstOrDefault(coding => coding.Value.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? codings.FirstOrDefault(coding => coding.Value == "*")) is { } found
            ? found.Quality ?? 1
            : 0;
}
