using Microsoft.Net.Http.Headers;

namespace CareExchange.Server.Rest;

/// <summary>What the REST door reads and writes: FHIR JSON and FHIR XML (R4 http.html#mime-type).</summary>
internal static class FhirMedia
{
    public const string Json = "application/fhir+json; charset=utf-8; fhirVersion=4.0";

    public const string Xml = "application/fhir+xml; charset=utf-8; fhirVersion=4.0";

    public const string Form = "application/x-www-form-urlencoded";

    /// <summary>The formats in words, for refusals.</summary>
    public const string Both = "application/fhir+json, application/fhir+xml; fhirVersion=4.0; charset=utf-8";

    private static readonly Dictionary<string, AnswerMedia> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/fhir+json"] = AnswerMedia.Json,
        ["application/json"] = Generic(FhirFormat.Json, "application/json"),
        ["text/json"] = Generic(FhirFormat.Json, "text/json"),
        ["json"] = AnswerMedia.Json,
        ["application/json+fhir"] = AnswerMedia.Json,
        ["application/fhir+xml"] = AnswerMedia.Xml,
        ["application/xml"] = Generic(FhirFormat.Xml, "application/xml"),
        ["text/xml"] = Generic(FhirFormat.Xml, "text/xml"),
        ["xml"] = AnswerMedia.Xml,
        ["application/xml+fhir"] = AnswerMedia.Xml,
    };

    /// <summary>The format of the answer and what it is called, JSON where either will do; null where neither may be. <c>_format</c> wins over Accept.</summary>
    public static AnswerMedia? Answer(HttpRequest request)
    {
        if (request.Written("_format") is { Length: > 0 } format) return Named(format.Trim());
        if (IsPlain(request)) return AnswerMedia.Json;
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accept)) return null;
        return accept.Where(item => item.Quality is not 0)
            .OrderByDescending(item => item.Quality ?? 1)
            .Select(item => item.MatchesAllTypes || (item.MatchesAllSubTypes && item.Type == "application") ? AnswerMedia.Json : item.MatchesAllSubTypes && item.Type == "text" ? Find("text/json") : Find(item))
            .FirstOrDefault(found => found is not null);
    }

    // A plus that was not encoded arrives as a space. The short names may have parameters, though they are no media types (R4 versioning.html#mt-version).
    private static AnswerMedia? Named(string format)
    {
        var parts = format.Split(';', 2);
        var name = parts[0].Trim().Replace(' ', '+');
        var type = (name.Contains('/', StringComparison.Ordinal) ? name : $"application/fhir+{name}") + (parts.Length > 1 ? $";{parts[1]}" : "");
        return MediaTypeHeaderValue.TryParse(type, out var named) ? Find(named) : null;
    }

    /// <summary>True where Accept asks for what everybody gets. Most clients say nothing, or this: no need to take lists and weights apart.</summary>
    public static bool IsPlain(HttpRequest request) => IsPlain(request.Headers);

    /// <summary>The same of headers.</summary>
    public static bool IsPlain(IHeaderDictionary headers)
    {
        var header = headers.Accept;
        return header.Count == 0 || (header.Count == 1 && header[0] is "" or "*/*" or "application/fhir+json");
    }

    /// <summary>True where the body says it is what most are: FHIR JSON, written as most write it.</summary>
    public static bool IsPlainBody(IHeaderDictionary headers) =>
        headers.ContentType is ["application/fhir+json" or "application/fhir+json; charset=utf-8" or "application/fhir+json;charset=utf-8" or "application/json" or "application/json; charset=utf-8"];

    /// <summary>The format that the body says it has; null for any other, for another FHIR version and for another charset than UTF-8.</summary>
    public static FhirFormat? Body(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && (type.Charset.Length == 0 || type.Charset.AsSpan().Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)) ? Find(type)?.Format : null;

    /// <summary>True where the body says it is a form.</summary>
    public static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase);

    // R4 versioning.html#mt-version: a parameter may name the FHIR version, and another one than ours is another format.
    private static AnswerMedia? Find(MediaTypeHeaderValue type)
    {
        foreach (var parameter in type.Parameters)
        {
            if (parameter.Name.Equals("fhirVersion", StringComparison.OrdinalIgnoreCase) && parameter.Value.AsSpan().Trim('"') is not ("4.0" or "4.0.1")) return null;
        }

        return Find(type.MediaType.Value);
    }

    private static AnswerMedia? Find(string? name) => name is not null && Names.TryGetValue(name, out var media) ? media : null;

    // R4 http.html#mime-type: whoever asks for a generic type gets that type back.
    private static AnswerMedia Generic(FhirFormat format, string name) => new(format, $"{name}; charset=utf-8");
}
