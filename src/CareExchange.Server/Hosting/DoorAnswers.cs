using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;
using CareExchange.Server.Rest;

namespace CareExchange.Server.Hosting;

/// <summary>What every answer of the machine doors carries, and bodies where the framework would answer bare.</summary>
internal static partial class DoorAnswers
{
    private static readonly PathString[] Doors = ["/fhir", "/partners"];

    /// <summary>No caching, no sniffing, the request's id; an OperationOutcome on every error.</summary>
    /// <param name="app">The gateway.</param>
    /// <param name="isSecureOutside">True where a proxy before it speaks TLS to the world.</param>
    public static void UseDoorAnswers(this WebApplication app, bool isSecureOutside)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("CareExchange.Server");
        var absence = app.Services.GetRequiredService<DatabaseAbsence>();
        app.Use(async (http, next) =>
        {
            SetCommon(http);

            if (isSecureOutside || http.Request.IsHttps) http.Response.Headers.StrictTransportSecurity = RestSettings.TransportSecurity;
            if (!IsDoor(http))
            {
                await PageAsync(http, next, absence);
                return;
            }

            http.Response.Headers.CacheControl = "no-store";
            try
            {
                http.Features.Get<EarlierFailure>()?.Problem.Throw();
                await next(http);
            }
            catch (Exception problem) when (!http.Response.HasStarted && problem is not OperationCanceledException)
            {
                // What a client sent badly, or not to its end, is no failure of ours: a line, and no stack that strangers could fill a disk with.
                var isAway = absence.Explains(problem);
                if (problem is BadHttpRequestException refused) LogRefusal(logger, http.RequestId, refused.StatusCode);
                else if (!isAway) LogFailure(logger, http.RequestId, problem.GetType().Name, problem.StackTrace);
                http.Response.Clear();
                SetCommon(http);
                http.Response.Headers.CacheControl = "no-store";
                if (isAway) SetUnavailable(http);
                else http.Response.StatusCode = problem is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            }

            if (!http.Response.HasStarted && http.Response.StatusCode >= 400 && http.Response.ContentLength is null && http.Response.ContentType is null)
            {
                await WriteAsync(http);
            }
        });
    }

    // Pages and tokens have no OperationOutcome, but a database that is away is 503 for them as well.
    private static async Task PageAsync(HttpContext http, RequestDelegate next, DatabaseAbsence absence)
    {
        try
        {
            await next(http);
        }
        catch (Exception problem) when (!http.Response.HasStarted && absence.Explains(problem))
        {
            http.Response.Clear();
            SetCommon(http);
            SetUnavailable(http);
        }
    }

    // Nothing has to be restarted: the same request may succeed as soon as the database is back.
    private static void SetUnavailable(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = "5";
    }

    private static void SetCommon(HttpContext http)
    {
        http.Response.Headers["X-Content-Type-Options"] = "nosniff";
        http.Response.Headers["X-Request-Id"] = http.RequestId;

        // R4 http.html#custom: whose id was not taken over gets it back beside ours.
        if (http.CorrelationId is { } given) http.Response.Headers["X-Correlation-Id"] = given;
    }

    /// <summary>True where machines ask, with tokens.</summary>
    public static bool IsDoor(HttpContext http) => Array.Exists(Doors, door => http.Request.Path.StartsWithSegments(door, StringComparison.Ordinal));

    private static async Task WriteAsync(HttpContext http)
    {
        var body = OperationOutcome.Write([StatusIssues.Of(http.Response.StatusCode, http.RequestId)]);
        http.Response.ContentType = "application/fhir+json; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    [LoggerMessage(5004, LogLevel.Information, "Request {RequestId} could not be read: {Status}")]
    private static partial void LogRefusal(ILogger logger, string requestId, int status);

    // Not the exception itself: its text may quote somebody's data.
    [LoggerMessage(5001, LogLevel.Error, "Request {RequestId} failed: {Kind} {Stack}")]
    private static partial void LogFailure(ILogger logger, string requestId, string kind, string? stack);
}
