using System.Security.Cryptography;

namespace CareExchange.Server.Rest;

/// <summary>A description of the server, answered with an ETag: clients ask for it at every start and it hardly ever changes.</summary>
internal static class DescribedRest
{
    /// <summary>The description, or 304 for whoever has it (R4 http.html#capabilities).</summary>
    /// <param name="http">The request.</param>
    /// <param name="json">The description.</param>
    /// <param name="isFhir">True for a resource, false for another kind of JSON.</param>
    public static IResult Answer(HttpContext http, byte[] json, bool isFhir)
    {
        var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8))}\"";
        http.Response.Headers.ETag = tag;
        if (http.Request.Headers.IfNoneMatch.Any(known => known?.Contains(tag, StringComparison.Ordinal) == true)) return Results.StatusCode(StatusCodes.Status304NotModified);
        return isFhir ? FhirResults.Json(json) : Results.Bytes(json, "application/json");
    }
}
