using System.Diagnostics.CodeAnalysis;
using CareExchange.Server.Web.Endpoints;

namespace CareExchange.Server.Web.Delivery;

/// <summary>Turns a failure into a page that says nothing but its number; the log has the rest.</summary>
internal sealed partial class PageFailures(ILogger<PageFailures> logger) : IEndpointFilter
{
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A page is the last stop before the browser.")]
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            LogFailure(failure, context.HttpContext.TraceIdentifier);
            return ErrorAnswers.Failure(context.HttpContext);
        }
    }

    [LoggerMessage(4101, LogLevel.Error, "Page failed, request {RequestId}")]
    private partial void LogFailure(Exception failure, string requestId);
}
