using System.Globalization;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Rest;

/// <summary>The answer to a write: status, Location, ETag and what Prefer asks for (R4 http.html#ops).</summary>
internal static class WriteResults
{
    /// <param name="http">The request.</param>
    /// <param name="put">What stands now.</param>
    /// <param name="remarks">What the validator remarked; told to whoever prefers an OperationOutcome.</param>
    public static IResult Answer(HttpContext http, WriteResult put, IReadOnlyList<Issue> remarks)
    {
        var resource = put.Resource;
        FhirResults.SetVersion(http.Response, resource.Version, resource.LastUpdated);
        http.Response.Headers.Location = string.Create(
            CultureInfo.InvariantCulture, $"{http.FhirBase()}/{resource.Type}/{resource.Id}/_history/{resource.Version}");
        var status = put.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return Preference(http.Request) switch
        {
            "minimal" => Results.StatusCode(status),
            not "OperationOutcome" when resource.Json.IsEmpty => Results.StatusCode(status),
            "OperationOutcome" => FhirResults.Json(OperationOutcome.Write(remarks), status),
            _ => FhirResults.Json(resource.Json, status),
        };
    }

    // RFC 7240: preferences stand comma-separated, each perhaps quoted or with parameters; an unknown one is passed over.
    private static string? Preference(HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(header => (header ?? "").Split(',', ';'))
        .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair is ["return", _])
        .Select(pair => pair[1].Trim('"'))
        .FirstOrDefault();
}
