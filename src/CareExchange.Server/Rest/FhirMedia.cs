using Microsoft.Net.Http.Headers;

namespace CareExchange.Server.Rest;

/// <summary>What the REST door reads and writes: FHIR JSON (R4 http.html#mime-type).</summary>
internal static class FhirMedia
{
    public const string Json = "application/fhir+json; charset=utf-8; fhirVersion=4.0";

    public const string Form = "application/x-www-form-urlencoded";

    private static readonly HashSet<string> JsonNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "application/fhir+json", "application/json", "text/json", "json", "application/json+fhir",
    };

    /// <summary>True where the answer may be JSON: <c>_format</c> wins over Accept.</summary>
    public static bool IsAcceptable(HttpRequest request)
    {
        if (request.Query["_format"] is [{ Length: > 0 } format, ..]) return JsonNames.Contains(format.Split(';')[0].Trim().Replace(' ', '+'));
        var accept = request.GetTypedHeaders().Accept;
        return accept is not { Count: > 0 } || accept.Any(item => item.Quality is not 0 && Covers(item));
    }

    /// <summary>True where the body says it is JSON.</summary>
    public static bool IsReadable(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Value is { } name && JsonNames.Contains(name);

    /// <summary>True where the body says it is a form.</summary>
    public static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase);

    private static bool Covers(MediaTypeHeaderValue item) =>
        item.MatchesAllTypes || (item.MatchesAllSubTypes && item.Type == "application") || JsonNames.Contains(item.MediaType.Value ?? "");
}
