using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Hosting;

/// <summary>What every answer of the machine doors carries, and bodies where the framework would answer bare.</summary>
internal static partial class DoorAnswers
{
    private static readonly PathString[] Doors = ["/fhir", "/partners"];

    /// <summary>No caching, no sniffing, the request's id; an OperationOutcome on every error.</summary>
    public static void UseDoorAnswers(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("CareExchange.Server");
        app.Use(async (http, next) =>
        {
            SetCommon(http);
            if (!IsDoor(http))
            {
                await next(http);
                return;
            }

            http.Response.Headers.CacheControl = "no-store";
            try
            {
                await next(http);
            }
            catch (Exception problem) when (!http.Response.HasStarted && problem is not OperationCanceledException)
            {
                LogFailure(logger, http.RequestId, problem.GetType().Name, problem.StackTrace);
                http.Response.Clear();
                SetCommon(http);
                http.Response.Headers.CacheControl = "no-store";
                http.Response.StatusCode = problem is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            }

            if (!http.Response.HasStarted && http.Response.StatusCode >= 400 && http.Response.ContentLength is null && http.Response.ContentType is null)
            {
                await WriteAsync(http);
            }
        });
    }

    private static void SetCommon(HttpContext http)
    {
        http.Response.Headers["X-Content-Type-Options"] = "nosniff";
        http.Response.Headers["X-Request-Id"] = http.RequestId;
    }

    private static bool IsDoor(HttpContext http) => Array.Exists(Doors, door => http.Request.Path.StartsWithSegments(door, StringComparison.Ordinal));

    private static async Task WriteAsync(HttpContext http)
    {
        var body = OperationOutcome.Write([IssueOf(http.Response.StatusCode, http.RequestId)]);
        http.Response.ContentType = "application/fhir+json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static Issue IssueOf(int status, string requestId) => status switch
    {
        StatusCodes.Status401Unauthorized => Issue.Error("login", "token-missing", "A valid access token is needed.", "유효한 접근 토큰이 필요합니다."),
        StatusCodes.Status403Forbidden => Issue.Error("forbidden", "access-refused", "This is not allowed.", "허용되지 않은 요청입니다."),
        StatusCodes.Status404NotFound => Issue.Error("not-found", "address-unknown", "There is nothing at this address.", "해당 주소에는 아무것도 없습니다."),
        StatusCodes.Status405MethodNotAllowed => Issue.Error("not-supported", "method-not-allowed", "The method is not allowed here.", "허용되지 않은 메서드입니다."),
        StatusCodes.Status413PayloadTooLarge => Issue.Error("too-long", "body-limit", "The body is larger than allowed.", "본문이 허용된 크기를 넘습니다."),
        >= 500 => Issue.Error("exception", "internal", $"Something went wrong on our side; request id {requestId} leads to it.", $"내부 오류가 발생했습니다. 요청 번호 {requestId}로 확인할 수 있습니다."),
        _ => Issue.Error("invalid", "request-invalid", "The request cannot be understood.", "요청을 이해할 수 없습니다."),
    };

    // Not the exception itself: its text may quote somebody's data.
    [LoggerMessage(5001, LogLevel.Error, "Request {RequestId} failed: {Kind} {Stack}")]
    private static partial void LogFailure(ILogger logger, string requestId, string kind, string? stack);
}
