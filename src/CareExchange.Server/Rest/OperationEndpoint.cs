using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Operations;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>GET and POST of every operation at every level it is offered at (R4 operations.html), and a plain word for those that are not.</summary>
internal static class OperationEndpoint
{
    private static readonly string[] Both = [HttpMethods.Get, HttpMethods.Post];
    private static readonly string[] OnlyPost = [HttpMethods.Post];

    /// <summary>Routes what the catalogue has.</summary>
    public static void MapOperations(this IEndpointRouteBuilder fhir)
    {
        var catalog = fhir.ServiceProvider.GetRequiredService<OperationCatalog>();
        foreach (var entry in catalog.Entries)
        {
            foreach (var (level, type) in Places(entry))
            {
                var named = type is null or "Resource" ? "{type}" : type;
                var route = level switch
                {
                    OperationLevels.System => $"/${entry.Code}",
                    OperationLevels.Type => $"/{named}/${entry.Code}",
                    OperationLevels.Instance => $"/{named}/{{id}}/${entry.Code}",
                    _ => $"/{named}/{{id}}/_history/{{version}}/${entry.Code}",
                };
                fhir.MapMethods(route, entry.AffectsState ? OnlyPost : Both, InvokeAsync).WithMetadata(new Operation(entry.Code, entry.Definition.Url, type));
            }
        }

        // What nothing above answers: the invoker says that there is no such operation, and which there are.
        foreach (var route in (string[])["/${operation}", "/{type}/${operation}", "/{type}/{id}/${operation}", "/{type}/{id}/_history/{version}/${operation}"]) fhir.MapMethods(route, Both, InvokeAsync);
    }

    /// <summary>The status of issues: what is not there is 404, what is there and cannot be done 422, everything else as for any request.</summary>
    public static int StatusOf(IReadOnlyList<Issue> issues) => issues.OrderBy(issue => issue.Severity).FirstOrDefault() switch
    {
        { Code: "not-found" } => StatusCodes.Status404NotFound,
        { Code: "too-costly" or "processing" or "business-rule" or "code-invalid" } => StatusCodes.Status422UnprocessableEntity,
        _ => FhirResults.StatusOf(issues, StatusCodes.Status400BadRequest),
    };

    /// <summary>Why the caller may not do this to a type; null where they may.</summary>
    public static Issue? Refusal(HttpContext http, string type, OperationNeed need) => need == OperationNeed.Nothing ? null : RestEndpoints.ScopeIssue(http, type, need switch
    {
        OperationNeed.Read => SmartInteractions.Read,
        OperationNeed.Search => SmartInteractions.Search,
        OperationNeed.Create => SmartInteractions.Create,
        OperationNeed.Update => SmartInteractions.Update,
        _ => SmartInteractions.Delete,
    });

    private static IEnumerable<(OperationLevels Level, string? Type)> Places(OperationEntry entry)
    {
        if (entry.Levels.HasFlag(OperationLevels.System)) yield return (OperationLevels.System, null);
        foreach (var level in (OperationLevels[])[OperationLevels.Type, OperationLevels.Instance, OperationLevels.Version])
        {
            if (!entry.Levels.HasFlag(level)) continue;
            foreach (var type in entry.Definition.Resources) yield return (level, type);
        }
    }

    private static async Task<IResult> InvokeAsync(HttpContext http, OperationInvoker invoker, CancellationToken cancellationToken)
    {
        // The address is taken apart as a batch entry's is, so that both ways name the same operation.
        var path = http.Request.Path.Value!;
        if (OperationTarget.Read(path[(path.IndexOf("/fhir/", StringComparison.Ordinal) + "/fhir/".Length)..]) is not { } target) return Results.NotFound();
        var isGet = !HttpMethods.IsPost(http.Request.Method);
        ResourceBody? body = null;
        if (!isGet)
        {
            var read = await RequestResource.ReadAsync(http.Request, cancellationToken);
            if (!read.Succeeded) return FhirResults.Failure(read.Issues);
            body = read.Value;
        }

        var request = new OperationRequest(target, isGet, RestQuery.Pairs(http.Request.QueryString.Value ?? ""), body) { Base = http.FhirBase(), Writing = http.Request.Writing() };
        var outcome = await invoker.InvokeAsync(request, http.Requester, http.Trace, (type, need) => Refusal(http, type, need), cancellationToken);
        if (outcome.Value is not { } answer || !outcome.Succeeded)
        {
            var status = StatusOf(outcome.Issues);
            if (status == StatusCodes.Status405MethodNotAllowed) http.Response.Headers.Allow = HttpMethods.Post;
            return FhirResults.Failure(outcome.Issues, status);
        }

        foreach (var (name, value) in answer.Headers) http.Response.Headers[name] = value;
        return answer.Json.IsEmpty ? Results.StatusCode(answer.Status) : FhirResults.Json(answer.Json, answer.Status);
    }
}
