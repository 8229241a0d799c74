using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Jobs;
using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary><c>Prefer: respond-async</c> on reads, searches, histories, operations and Bundles: 202 with a status address, where the answer is fetched as a batch-response
/// and called off with DELETE (the asynchronous request pattern).</summary>
internal static class AsyncEndpoint
{
    /// <summary>The kind of these jobs.</summary>
    public const string Kind = "request";

    /// <summary>The name under which a job keeps its answer.</summary>
    public const string Answer = "answer";

    private const string Folder = "_async";

    // Operations that answer 202 by themselves, with jobs of their own kind.
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal) { "export", "import", "reindex" };

    public static void MapDeferred(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet($"/{Folder}/{{id}}", StatusAsync);
        fhir.MapDelete($"/{Folder}/{{id}}", CancelAsync);
    }

    /// <summary>Begins a job in place of the answer where the request prefers that; RFC 7240 lets all others go on.</summary>
    public static async ValueTask<object?> DeferAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!Preferences.Of(http.Request).IsAsync || http.Features.Get<EntryAnswer>() is not null || !MayWait(http)) return await next(context);
        var body = await RequestBody.ReadAsync(http.Request, http.RequestServices.GetRequiredService<RestSettings>().BodyLimit, http.RequestAborted);
        if (!body.Succeeded) return FhirResults.Failure(body.Issues);
        var (queue, owner) = (http.RequestServices.GetRequiredService<JobQueue>(), JobQueue.OwnerOf(http.Requester));
        var most = http.RequestServices.GetRequiredService<RestSettings>().MostWaiting;
        if (await queue.CountActiveAsync(Kind, owner, http.RequestAborted) >= most)
        {
            http.Response.Headers.RetryAfter = "5";
            return FhirResults.Failure([RestIssues.TooManyWaiting(most)]);
        }

        var id = await queue.BeginAsync(
            Kind, owner, AsyncRequest.Of(http, body.Value).Write(), http.RequestAborted);
        http.Response.Headers.ContentLocation = $"{http.FhirBase()}/{Folder}/{id}";
        Preferences.Applied(http.Response, "respond-async");
        return FhirResults.Remarks([Issue.Information("informational", "request-deferred", "The request is carried out; its status is at Content-Location.", "요청을 처리하고 있습니다. 진행 상태는 Content-Location 주소에서 확인할 수 있습니다.")], StatusCodes.Status202Accepted);
    }

    private static bool MayWait(HttpContext http)
    {
        var (request, path) = (http.Request, http.Request.Path.Value ?? "");
        if (path.StartsWith($"/fhir/{Folder}/", StringComparison.Ordinal)) return false;
        if (http.GetEndpoint()?.Metadata.GetMetadata<Operation>() is { } operation) return !Own.Contains(operation.Name);
        return HttpMethods.IsGet(request.Method)
            || (HttpMethods.IsPost(request.Method) && (path.EndsWith("/_search", StringComparison.Ordinal) || path is "/fhir" or "/fhir/"));
    }

    private static async Task<IResult> StatusAsync(string id, HttpContext http, JobQueue queue, ConsentChanges consents, AsyncRequestRunner runner, CancellationToken cancellationToken)
    {
        var owner = JobQueue.OwnerOf(http.Requester);
        switch (await queue.FindAsync(id, owner, cancellationToken))
        {
            case { Kind: Kind, IsActive: true }:
                http.Response.Headers["X-Progress"] = "in progress";
                http.Response.Headers.RetryAfter = "1";
                return Results.StatusCode(StatusCodes.Status202Accepted);
            case { Kind: Kind, IsFailed: true } failed:
                return FhirResults.Json(failed.Outcome, StatusCodes.Status500InternalServerError);
            case { Kind: Kind, IsDone: true } done:
                // What was allowed when the answer was made may have been taken back, or not be allowed to the token that fetches it: reads are made anew, and of changes only what became of them is told.
                var made = DeferredAnswer.Read(done.Outcome);
                var claims = AsyncRequest.ClaimsOf(http.User);
                var isStale = made.Means != AsyncRequest.MeansOf(claims) || await consents.AnySinceAsync(made.Mark, cancellationToken);
                if (isStale && made.Request is { } read) return FhirResults.Json(await runner.RunAsync(read with { Claims = claims }, cancellationToken));
                using (var answer = new MemoryStream())
                {
                    await foreach (var part in queue.ReadPartsAsync(id, owner, Answer, cancellationToken)) await answer.WriteAsync(part.Content, cancellationToken);
                    return FhirResults.Json(isStale ? DeferredAnswer.WithoutResources(answer.ToArray()) : answer.ToArray());
                }

            default:
                return Unknown();
        }
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext http, JobQueue queue, CancellationToken cancellationToken)
    {
        var owner = JobQueue.OwnerOf(http.Requester);
        return await queue.FindAsync(id, owner, cancellationToken) is { Kind: Kind } && await queue.CancelAsync(id, owner, cancellationToken)
            ? FhirResults.Remarks([Issue.Information("informational", "request-cancelled", "The request was called off and its answer thrown away.", "요청이 취소되고 결과가 삭제되었습니다.")], StatusCodes.Status202Accepted)
            : Unknown();
    }

    // To others the job does not exist.
    private static IResult Unknown() =>
        FhirResults.Failure([Issue.Error("not-found", "address-unknown", "There is no such request of yours.", "해당하는 요청이 없습니다.")]);
}
