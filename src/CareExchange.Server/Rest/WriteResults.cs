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
        http.Response.Headers.Location = Location(http.FhirBase(), resource);
        var status = put.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        var preferred = Preferences.Of(http.Request).Return;

        // What may not be seen is not represented, whatever is preferred.
        if (preferred is null or "representation" && resource.Json.IsEmpty) return Results.StatusCode(status);
        if (preferred is not null) Preferences.Applied(http.Response, $"return={preferred}");
        return preferred switch
        {
            "minimal" => Results.StatusCode(status),
            "OperationOutcome" => FhirResults.Remarks(remarks, status),
            _ => FhirResults.Json(resource.Json, status),
        };
    }

    /// <summary>Where the version that was written is found.</summary>
    public static string Location(string address, ResourceVersion resource) => string.Create(CultureInfo.InvariantCulture, $"{address}/{resource.Type}/{resource.Id}/_history/{resource.Version}");
}
