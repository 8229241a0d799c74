using System.Buffers;
using System.Text.Json;
using CareExchange.Exchange.Operations;
using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>Where a <c>$reindex</c> stands, for who asked for it: 202 with X-Progress while it runs, then Parameters; DELETE calls it off.</summary>
internal static class ReindexEndpoint
{
    public static void MapReindex(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/$reindex/{job}", StatusAsync);
        fhir.MapDelete("/$reindex/{job}", CancelAsync);
    }

    private static async Task<IResult> StatusAsync(string job, HttpContext http, ReindexJobs reindexes, CancellationToken cancellationToken)
    {
        if (await reindexes.FindAsync(job, http.Requester, cancellationToken) is not { } status) return Unknown();
        if (!status.Failure.IsEmpty) return FhirResults.Json(status.Failure, StatusCodes.Status500InternalServerError);
        if (status.Figures is { } done) return FhirResults.Json(Report(done.Types, done.Written));
        http.Response.Headers["X-Progress"] = status.Progress.Length > 0 ? status.Progress : "accepted";
        http.Response.Headers.RetryAfter = "1";
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> CancelAsync(string job, HttpContext http, ReindexJobs reindexes, CancellationToken cancellationToken) =>
        await reindexes.CancelAsync(job, http.Requester, cancellationToken) ? Results.StatusCode(StatusCodes.Status202Accepted) : Unknown();

    private static byte[] Report(int types, long written)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Parameters");
            json.WriteStartArray("parameter");
            Figure(json, "types", types);
            Figure(json, "resources", written);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    // R4's integer has 32 bits; more resources than that are said as a decimal.
    private static void Figure(Utf8JsonWriter json, string name, long figure)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteNumber(figure <= int.MaxValue ? "valueInteger" : "valueDecimal", figure);
        json.WriteEndObject();
    }

    private static IResult Unknown() =>
        FhirResults.Failure([Issue.Error("not-found", "address-unknown", "There is no such reindex of yours.", "해당하는 색인 작업이 없습니다.")]);
}
