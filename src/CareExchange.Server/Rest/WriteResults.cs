using System.Globalization;
using CareExchange.Exchange.Interactions;

namespace CareExchange.Server.Rest;

/// <summary>The answer to a write: status, Location, ETag and what Prefer asks for (R4 http.html#ops).</summary>
internal static class WriteResults
{
    public static IResult Answer(HttpContext http, WriteResult put)
    {
        var resource = put.Resource;
        FhirResults.SetVersion(http.Response, resource.Version, resource.LastUpdated);
        http.Response.Headers.Location = string.Create(
            CultureInfo.InvariantCulture, $"{http.FhirBase()}/{resource.Type}/{resource.Id}/_history/{resource.Version}");
        var status = put.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return http.Request.Headers["Prefer"].ToString().Contains("return=minimal", StringComparison.Ordinal)
            ? Results.StatusCode(status)
            : FhirResults.Json(resource.Json, status);
    }
}
