using System.IO.Compression;
using System.Text;
using CareExchange.Exchange.Exporting;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>One file of an export as NDJSON, some resources at a time; packed with gzip where it is asked for.</summary>
internal sealed class ExportFileResult(string job, ExportFile file, ExportResult result, ExportInteraction exports) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, cancellationToken) = (httpContext.Response, httpContext.RequestAborted);
        var isPacked = httpContext.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        response.ContentType = "application/fhir+ndjson";
        if (isPacked) response.Headers.ContentEncoding = "gzip";
        var schema = httpContext.RequestServices.GetRequiredService<Schema>();
        var view = new ResourceView(SummaryMode.False, ElementsOf());
        await using Stream body = isPacked ? new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true) : new BufferedStream(response.Body, 64 * 1024);
        await foreach (var versions in exports.ReadAsync(job, file, httpContext.Requester, httpContext.Trace, cancellationToken))
        {
            foreach (var version in versions)
            {
                await body.WriteAsync(version.Deleted ? Deletion(version) : view.Of(version, schema).Json, cancellationToken);
                await body.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }
        }

        await body.FlushAsync(cancellationToken);
    }

    // _elements names elements of one type (Patient.name) or of every type (name).
    private string[] ElementsOf() =>
        [.. result.Elements.Select(element => element.Split('.', 2)).Where(parts => parts.Length == 1 || parts[0] == file.Type).Select(parts => parts[^1])];

    private static byte[] Deletion(ResourceVersion version) => Encoding.UTF8.GetBytes(
        $$$"""{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"{{{version.Type}}}/{{{version.Id}}}"}}]}""");
}
