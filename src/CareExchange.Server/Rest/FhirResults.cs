using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CareExchange.Server.Rest;

/// <summary>Answers of the REST door. Bytes leave as they are stored; nothing is parsed again.</summary>
internal static class FhirResults
{
    /// <summary>A resource.</summary>
    public static IResult Json(ReadOnlyMemory<byte> json, int status = StatusCodes.Status200OK) => new BytesResult(json, status);

    /// <summary>Issues as OperationOutcome, the worst first, with the status they stand for.</summary>
    /// <param name="issues">What is wrong.</param>
    /// <param name="content">The status where the issues speak of content: 422 for a resource, 400 for a query.</param>
    public static IResult Failure(IReadOnlyList<Issue> issues, int content = StatusCodes.Status400BadRequest) =>
        new BytesResult(OperationOutcome.Write([.. issues.OrderBy(issue => issue.Severity)]), StatusOf(issues, content));

    /// <summary>ETag and Last-Modified of a version (R4 http.html#versions).</summary>
    public static void SetVersion(HttpResponse response, long version, DateTimeOffset lastUpdated)
    {
        response.Headers.ETag = ETag(version);
        response.Headers.LastModified = lastUpdated.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>A weak ETag.</summary>
    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\"");

    /// <summary>The version an If-Match names; null if there is no header, -1 if it cannot be read.</summary>
    public static long? IfMatch(StringValues header)
    {
        if (header is not [{ Length: > 0 } text, ..]) return null;
        return EntityTagHeaderValue.TryParse(text, out var tag) && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bare) ? bare : -1;
    }

    /// <summary>The status that the worst issue stands for.</summary>
    public static int StatusOf(IReadOnlyList<Issue> issues, int content)
    {
        var worst = issues.OrderBy(issue => issue.Severity).FirstOrDefault();
        return worst switch
        {
            null => StatusCodes.Status500InternalServerError,
            { Rule: "version-conflict" or "multiple-matches" } => StatusCodes.Status412PreconditionFailed,
            { Code: "not-found", Rule: "resource-unknown" or "type-unknown" or "person-not-visible" } => StatusCodes.Status404NotFound,
            { Code: "deleted" } => StatusCodes.Status410Gone,
            { Code: "login" or "unknown" } => StatusCodes.Status401Unauthorized,
            { Code: "forbidden" or "security" } => StatusCodes.Status403Forbidden,
            { Code: "conflict" or "duplicate" } => StatusCodes.Status409Conflict,
            { Code: "too-long" } => StatusCodes.Status413PayloadTooLarge,
            { Rule: "media-type" } => StatusCodes.Status415UnsupportedMediaType,
            { Rule: "not-acceptable" } => StatusCodes.Status406NotAcceptable,
            { Rule: "method-not-allowed" } => StatusCodes.Status405MethodNotAllowed,
            { Code: "exception" or "transient" } => StatusCodes.Status500InternalServerError,
            { Rule: var rule } when rule.StartsWith("search-", StringComparison.Ordinal) || rule.StartsWith("xml-", StringComparison.Ordinal) || rule == "condition-empty" => StatusCodes.Status400BadRequest,
            { Rule: "json-syntax" or "json-utf8" or "json-bom" or "json-depth" or "resource-type" or "resource-id" or "bundle-request" } => StatusCodes.Status400BadRequest,
            _ => content,
        };
    }

    private sealed class BytesResult(ReadOnlyMemory<byte> json, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            // Stored bytes leave as they are, unless somebody asks for another writing of them.
            var (response, request) = (httpContext.Response, httpContext.Request);
            var isXml = FhirMedia.Answer(request) == FhirFormat.Xml;
            var isPretty = request.Query["_pretty"] is ["true"];
            var body = isXml ? FhirRewriting.Xml(json, httpContext.RequestServices.GetRequiredService<Schema>(), isPretty) : isPretty ? FhirRewriting.Indented(json) : json;
            response.StatusCode = status;
            response.ContentType = isXml ? FhirMedia.Xml : FhirMedia.Json;
            response.ContentLength = body.Length;
            if (!HttpMethods.IsHead(request.Method)) await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
