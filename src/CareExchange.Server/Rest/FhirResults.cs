using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Rest;

/// <summary>Answers of the REST door. Bytes leave as they are stored; nothing is parsed again.</summary>
internal static class FhirResults
{
    /// <summary>A resource.</summary>
    public static IResult Json(ReadOnlyMemory<byte> json, int status = StatusCodes.Status200OK) => new BytesResult(json, status, null);

    /// <summary>What was remarked, as OperationOutcome; that all is well where nothing was.</summary>
    public static IResult Remarks(IReadOnlyList<Issue> issues, int status) =>
        new BytesResult(default, status, issues.Count > 0 ? issues : [Issue.Information("informational", "ok", "All OK.", "이상이 없습니다.")]);

    /// <summary>Issues as OperationOutcome, the worst first, with the status they stand for.</summary>
    /// <param name="issues">What is wrong.</param>
    /// <param name="content">The status where the issues speak of content: 422 for a resource, 400 for a query.</param>
    public static IResult Failure(IReadOnlyList<Issue> issues, int content = StatusCodes.Status400BadRequest) =>
        new BytesResult(default, StatusOf(issues, content), [.. issues.OrderBy(issue => issue.Severity)]);

    /// <summary>ETag and Last-Modified of a version (R4 http.html#versions).</summary>
    public static void SetVersion(HttpResponse response, long version, DateTimeOffset lastUpdated)
    {
        response.Headers.ETag = ETag(version);
        response.Headers.LastModified = lastUpdated.ToString("R", CultureInfo.InvariantCulture);
        if (response.HttpContext.Features.Get<EntryAnswer>() is { } answer) answer.LastUpdated = lastUpdated;
    }

    /// <summary>A weak ETag.</summary>
    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"W/\"{version}\"");

    /// <summary>The status that the worst issue stands for.</summary>
    public static int StatusOf(IReadOnlyList<Issue> issues, int content)
    {
        var worst = issues.OrderBy(issue => issue.Severity).FirstOrDefault();
        return worst switch
        {
            null => StatusCodes.Status500InternalServerError,
            { Rule: "version-conflict" or "multiple-matches" } => StatusCodes.Status412PreconditionFailed,
            { Code: "not-found", Rule: "resource-unknown" or "type-unknown" or "person-not-visible" or "address-unknown" or "operation-unknown" } => StatusCodes.Status404NotFound,
            { Code: "deleted" } => StatusCodes.Status410Gone,
            { Code: "login" or "unknown" } => StatusCodes.Status401Unauthorized,
            { Code: "forbidden" or "security" } => StatusCodes.Status403Forbidden,
            { Code: "conflict" or "duplicate" } => StatusCodes.Status409Conflict,
            { Rule: "xml-depth" } => StatusCodes.Status400BadRequest,
            { Code: "too-long" } => StatusCodes.Status413PayloadTooLarge,
            { Rule: "media-type" or "content-coding" } => StatusCodes.Status415UnsupportedMediaType,
            { Rule: "not-acceptable" } => StatusCodes.Status406NotAcceptable,
            { Rule: "method-not-allowed" } => StatusCodes.Status405MethodNotAllowed,
            { Rule: "requests-waiting" } => StatusCodes.Status429TooManyRequests,
            { Code: "exception" or "transient" } => StatusCodes.Status500InternalServerError,
            { Rule: var rule } when rule.StartsWith("search-", StringComparison.Ordinal) || rule.StartsWith("xml-", StringComparison.Ordinal) || rule == "condition-empty" => StatusCodes.Status400BadRequest,
            { Rule: "json-syntax" or "json-utf8" or "json-bom" or "json-depth" or "resource-type" or "resource-id" or "bundle-request" or "body-unpacking" } => StatusCodes.Status400BadRequest,
            _ => content,
        };
    }

    private sealed class BytesResult(ReadOnlyMemory<byte> json, int status, IReadOnlyList<Issue>? issues) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, request) = (httpContext.Response, httpContext.Request);
            response.StatusCode = status;
            if (httpContext.Features.Get<EntryAnswer>() is { } answer)
            {
                (answer.Body, answer.Issues) = (json, issues ?? []);
                return;
            }

            // Stored bytes leave as they are, unless somebody asks for another writing of them.
            var body = issues is null ? json : OperationOutcome.Write(issues);
            var media = FhirMedia.Answer(request) ?? AnswerMedia.Json;
            var isPretty = request.Written("_pretty") == "true";
            if (media.Format == FhirFormat.Xml) body = FhirRewriting.Xml(body, httpContext.RequestServices.GetRequiredService<Schema>(), isPretty);
            else if (isPretty) body = FhirRewriting.Indented(body);
            body = ContentCoding.Pack(httpContext, body);
            response.ContentType = media.ContentType;
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
