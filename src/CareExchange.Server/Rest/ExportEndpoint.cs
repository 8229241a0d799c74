using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Exporting;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>$export of the system, of all Patients and of a Group, with its status and files (Bulk Data Access IG 2.0).</summary>
internal static class ExportEndpoint
{
    private const int RetrySeconds = 1;
    private static readonly string[] Both = [HttpMethods.Get, HttpMethods.Post];

    public static IEndpointRouteBuilder MapExport(this IEndpointRouteBuilder fhir)
    {
        fhir.MapMethods("/$export", Both, (HttpContext http, CancellationToken cancellationToken) => BeginAsync(ExportLevel.System, null, http, cancellationToken)).WithMetadata(new Operation("export", BulkDefinitions.Export + "export"));
        fhir.MapMethods("/Patient/$export", Both, (HttpContext http, CancellationToken cancellationToken) => BeginAsync(ExportLevel.Patient, null, http, cancellationToken)).WithMetadata(new Operation("export", BulkDefinitions.Export + "patient-export", "Patient"));
        fhir.MapMethods("/Group/{id}/$export", Both, (string id, HttpContext http, CancellationToken cancellationToken) => BeginAsync(ExportLevel.Group, id, http, cancellationToken)).WithMetadata(new Operation("export", BulkDefinitions.Export + "group-export", "Group"));
        fhir.MapGet("/$export/{job}", StatusAsync);
        fhir.MapDelete("/$export/{job}", CancelAsync);
        fhir.MapGet("/$export/{job}/{file}.ndjson", FileAsync);
        return fhir;
    }

    private static async Task<IResult> BeginAsync(ExportLevel level, string? group, HttpContext http, CancellationToken cancellationToken)
    {
        var preferences = Preferences.Of(http.Request);
        if (http.Request.Headers.Accept.Count == 0 || FhirMedia.Answer(http.Request) is not { Format: FhirFormat.Json }) return Refuse("export-accept", "The kick-off needs the header Accept: application/fhir+json.", "Accept: application/fhir+json 헤더가 필요합니다.");
        if (!preferences.IsAsync) return Refuse("export-prefer", "The kick-off needs the header Prefer: respond-async.", "Prefer: respond-async 헤더가 필요합니다.");
        var pairs = await PairsAsync(http, cancellationToken);
        if (!pairs.Succeeded) return FhirResults.Failure(pairs.Issues);
        var read = new ExportRequestReader(http.RequestServices.GetRequiredService<Schema>()).Read(level, group, pairs.Value, HttpMethods.IsPost(http.Request.Method), preferences.Handling == "lenient");
        if (read.Value is not { } request || !read.Succeeded) return FhirResults.Failure(read.Issues);
        request = request with { Address = $"{http.FhirBase()}{http.Request.Path.Value!["/fhir".Length..]}{http.Request.QueryString}" };
        var begun = await http.RequestServices.GetRequiredService<ExportInteraction>().BeginAsync(
            request, type => RestEndpoints.ScopeIssue(http, type, SmartInteractions.Read), http.Requester, http.Trace, cancellationToken);
        if (begun.Value is not { } id || !begun.Succeeded) return FhirResults.Failure(begun.Issues);
        http.Response.Headers.ContentLocation = $"{http.FhirBase()}/$export/{id}";
        Preferences.Applied(http.Response, "respond-async");
        return read.Issues.Count > 0 ? FhirResults.Json(OperationOutcome.Write(read.Issues), StatusCodes.Status202Accepted) : Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<Outcome<IReadOnlyList<KeyValuePair<string, string>>>> PairsAsync(HttpContext http, CancellationToken cancellationToken)
    {
        IReadOnlyList<KeyValuePair<string, string>> query = [.. QueryPairs.Parse(http.Request.QueryString.Value ?? "").Where(pair => pair.Key is not ("_format" or "_pretty"))];
        if (!HttpMethods.IsPost(http.Request.Method) || (http.Request.ContentLength ?? 0) == 0 && http.Request.Headers.TransferEncoding.Count == 0) return Outcome.Success(query);
        var body = await RequestResource.ReadAsync(http.Request, cancellationToken);
        if (!body.Succeeded) return Outcome.Failure<IReadOnlyList<KeyValuePair<string, string>>>(body.Issues);
        var document = body.Value.Read(http.RequestServices.GetRequiredService<Schema>());
        if (document.Value is not { } parameters) return Outcome.Failure<IReadOnlyList<KeyValuePair<string, string>>>(document.Issues);
        using (parameters)
        {
            return parameters.Root.TypeName == "Parameters"
                ? Outcome.Success<IReadOnlyList<KeyValuePair<string, string>>>([.. query, .. ExportRequestReader.Pairs(parameters.Root)])
                : Issue.Error("invalid", "resource-type", "The body must be Parameters.", "본문은 Parameters여야 합니다.") with { Expected = "Parameters", Found = parameters.Root.TypeName };
        }
    }

    private static async Task<IResult> StatusAsync(string job, HttpContext http, ExportInteraction exports, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await exports.FindAsync(job, http.Requester, cancellationToken) is not { } status) return Unknown();
        if (!status.Failure.IsEmpty) return FhirResults.Json(status.Failure, StatusCodes.Status500InternalServerError);
        if (status.Result is not { } result)
        {
            http.Response.Headers["X-Progress"] = status.Progress.Length > 0 ? status.Progress : "accepted";
            http.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }

        var expires = (status.Finished ?? clock.GetUtcNow()) + exports.Keep;
        http.Response.Headers.Expires = expires.ToString("R", CultureInfo.InvariantCulture);

        // The files of types that the token may not read, or may not any more, are not told: their names and lengths say what there is.
        result = result with { Files = [.. result.Files.Where(file => file.IsDeletions || Refusal(file, http) is null)] };
        return Results.Bytes(ExportManifest.Write(result, $"{http.FhirBase()}/$export/{job}"), "application/json");
    }

    private static async Task<IResult> CancelAsync(string job, HttpContext http, ExportInteraction exports, CancellationToken cancellationToken) =>
        await exports.CancelAsync(job, http.Requester, cancellationToken) ? Results.StatusCode(StatusCodes.Status202Accepted) : Unknown();

    private static async Task<IResult> FileAsync(string job, string file, HttpContext http, ExportInteraction exports, CancellationToken cancellationToken)
    {
        if (await exports.FindAsync(job, http.Requester, cancellationToken) is not { Result: { } result }) return Unknown();
        if (result.Files.FirstOrDefault(known => known.Name == file) is not { } named) return Unknown();
        if (named.IsDeletions || Refusal(named, http) is not { } refusal) return new ExportFileResult(job, named, result, exports);
        await http.RecordRefusalAsync(AuditAction.Export, refusal, cancellationToken);
        return FhirResults.Failure([refusal]);
    }

    private static Issue? Refusal(ExportFile file, HttpContext http) => RestEndpoints.ScopeIssue(http, file.Type, SmartInteractions.Read);

    private static IResult Unknown() =>
        FhirResults.Failure([Issue.Error("not-found", "resource-unknown", "There is no such export, or it has expired.", "해당 내보내기가 없거나 기한이 지났습니다.")]);

    private static IResult Refuse(string rule, string english, string korean) => FhirResults.Failure([Issue.Error("invalid", rule, english, korean)]);
}
