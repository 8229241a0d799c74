using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Loading;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>POST /$import with its status and errors: the mirror image of $export.</summary>
internal static class ImportEndpoint
{
    public static void MapImport(this IEndpointRouteBuilder fhir)
    {
        fhir.MapPost("/$import", BeginAsync).WithMetadata(new Operation("import", BulkDefinitions.Import));
        fhir.MapGet("/$import/{job}", StatusAsync);
        fhir.MapDelete("/$import/{job}", CancelAsync);
        fhir.MapGet("/$import/{job}/errors.ndjson", ErrorsAsync);
    }

    private static async Task<IResult> BeginAsync(HttpContext http, ImportInteraction imports, Schema schema, CancellationToken cancellationToken)
    {
        if (!Preferences.Of(http.Request).IsAsync)
        {
            return FhirResults.Failure([Issue.Error("invalid", "import-prefer", "An import needs the header Prefer: respond-async.", "Prefer: respond-async 헤더가 필요합니다.")]);
        }

        var body = await RequestResource.ReadAsync(http.Request, cancellationToken);
        if (!body.Succeeded) return FhirResults.Failure(body.Issues);
        var read = body.Value.Read(schema);
        if (read.Value is not { } document) return FhirResults.Failure(read.Issues);
        using (document)
        {
            var begun = await imports.BeginAsync(
                document.Root, type => Refusal(http, type), http.Requester, http.Trace, cancellationToken);
            if (begun.Value is not { } id || !begun.Succeeded) return FhirResults.Failure(begun.Issues);
            http.Response.Headers.ContentLocation = $"{http.FhirBase()}/$import/{id}";
            Preferences.Applied(http.Response, "respond-async");
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }
    }

    private static async Task<IResult> StatusAsync(string job, HttpContext http, ImportInteraction imports, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(job, http.Requester, cancellationToken) is not { } status) return Unknown();
        if (!status.Failure.IsEmpty) return FhirResults.Json(status.Failure, StatusCodes.Status500InternalServerError);
        if (status.Done is { } done) return Results.Bytes(Manifest(done, $"{http.FhirBase()}/$import/{job}"), "application/json");
        http.Response.Headers["X-Progress"] = status.Progress.Length > 0 ? status.Progress : "accepted";
        http.Response.Headers.RetryAfter = "1";
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> CancelAsync(string job, HttpContext http, ImportInteraction imports, CancellationToken cancellationToken) =>
        await imports.CancelAsync(job, http.Requester, cancellationToken) ? Results.StatusCode(StatusCodes.Status202Accepted) : Unknown();

    // They quote what was sent, so they are for a token that could have sent it.
    private static async Task<IResult> ErrorsAsync(string job, HttpContext http, ImportInteraction imports, CancellationToken cancellationToken)
    {
        if (await imports.FindAsync(job, http.Requester, cancellationToken) is not { } status) return Unknown();
        if (status.Types.Select(type => Refusal(http, type)).FirstOrDefault(issue => issue is not null) is { } refusal)
        {
            await http.RecordRefusalAsync(AuditAction.Import, refusal, cancellationToken);
            return FhirResults.Failure([refusal]);
        }

        return Results.Stream(
            async body =>
            {
                await foreach (var lines in imports.ReadErrorsAsync(job, cancellationToken)) await body.WriteAsync(lines, cancellationToken);
            },
            "application/fhir+ndjson");
    }

    private static Issue? Refusal(HttpContext http, string type) =>
        RestEndpoints.WholeScopeIssue(http, type, SmartInteractions.Create) ?? RestEndpoints.WholeScopeIssue(http, type, SmartInteractions.Update);

    private static byte[] Manifest(LoadProgress done, string address)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("requiresAccessToken", true);
            json.WriteNumber("created", done.Created);
            json.WriteNumber("updated", done.Updated);
            json.WriteNumber("unchanged", done.Unchanged);
            json.WriteNumber("refused", done.Refused);
            json.WriteStartArray("error");
            if (done.Refused > 0)
            {
                json.WriteStartObject();
                json.WriteString("type", "OperationOutcome");
                json.WriteString("url", string.Create(CultureInfo.InvariantCulture, $"{address}/errors.ndjson"));
                json.WriteNumber("count", done.Refused);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static IResult Unknown() =>
        FhirResults.Failure([Issue.Error("not-found", "resource-unknown", "There is no such import, or it has expired.", "해당 가져오기가 없거나 기한이 지났습니다.")]);
}
