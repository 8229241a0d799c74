using System.IO.Compression;
using CareExchange.Exchange.Exporting;
using CareExchange.Fhir.Definitions;
using CareExchange.Identity.Scopes;
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
        await using Stream body = isPacked ? new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true) : new BufferedStream(response.Body, 64 * 1024);
        await new ExportLines(file, result, schema).WriteAsync(body, exports.ReadAsync(job, file, type => RestEndpoints.ScopeIssue(httpContext, type, SmartInteractions.Read), httpContext.Requester, httpContext.Trace, cancellationToken), cancellationToken);
        await body.FlushAsync(cancellationToken);
    }
}
