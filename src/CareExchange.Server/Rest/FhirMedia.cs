using Microsoft.Net.Http.Headers;

namespace CareExchange.Server.Rest;

/// <summary>What the REST door reads and writes: FHIR JSON and FHIR XML (R4 http.html#mime-type).</summary>
internal static class FhirMedia
{
    public const string Json = "application/fhir+json; charset=utf-8; fhirVersion=4.0";

    public const string Xml = "application/fhir+xml; charset=utf-8; fhirVersion=4.0";

    public const string Form = "application/x-www-form-urlencoded";

    /// <summary>The formats in words, for refusals.</summary>
    public const string Both = "application/fhir+json, application/fhir+xml";

    private static readonly Dictionary<string, FhirFormat> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/fhir+json"] = FhirFormat.Json,
        ["application/json"] = FhirFormat.Json,
        ["text/json"] = FhirFormat.Json,
        ["json"] = FhirFormat.Json,
        ["application/json+fhir"] = FhirFormat.Json,
        ["application/fhir+xml"] = FhirFormat.Xml,
        ["application/xml"] = FhirFormat.Xml,
        ["text/xml"] = FhirFormat.Xml,
        ["xml"] = FhirFormat.Xml,
        ["application/xml+fhir"] = FhirFormat.Xml,
    };

    /// <summary>The format of the answer, JSON where either will do; null where neither may be. <c>_format</c> wins over Accept.</summary>
    public static FhirFormat? Answer(HttpRequest request)
    {
        if (request.Query["_format"] is [{ Length: > 0 } format, ..]) return Find(format.Split(';')[0].Trim().Replace(' ', '+'));
        var accept = request.GetTypedHeaders().Accept;
        if (accept is not { Count: > 0 }) return FhirFormat.Json;
        return accept.Where(item => item.Quality is not 0)
            .OrderByDescending(item => item.Quality ?? 1)
            .Select(item => item.MatchesAllTypes || (item.MatchesAllSubTypes && item.Type == "application") ? FhirFormat.Json : Find(item.MediaType.Value))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>The format that the body says it has; null for any other.</summary>
    public static FhirFormat? Body(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? Find(type.MediaType.Value) : null;

    /// <summary>True where the body says it is a form.</summary>
    public static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase);

    private static FhirFormat? Find(string? name) => name is not null && Names.TryGetValue(name, out var format) ? format : null;
}
