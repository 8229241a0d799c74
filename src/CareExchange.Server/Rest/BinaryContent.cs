using System.Buffers;
using System.Text.Json;
using CareExchange.Exchange.Interactions;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>Binary in its native form (R4 binary.html#rest): the bytes themselves under their own content type, where neither side speaks FHIR.</summary>
internal static class BinaryContent
{
    private const string SecurityContext = "X-Security-Context";

    /// <summary>True where the answer is asked for in a type of its own.</summary>
    public static bool IsAsked(HttpRequest request) =>
        IsBinary(request) && HttpMethods.IsGet(request.Method) && request.Written("_format") is null && FhirMedia.Answer(request) is null;

    /// <summary>True where the body is the content, and not a resource that carries it.</summary>
    public static bool IsSent(HttpRequest request) => IsBinary(request) && request.ContentType is { Length: > 0 } && !HttpMethods.IsPatch(request.Method)
        && Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && FhirMedia.Body(request) is null && !IsFhir(type.MediaType.Value);

    /// <summary>The resource that content which was sent as it is becomes; X-Security-Context says what access to it is decided by.</summary>
    public static ResourceBody Wrap(HttpRequest request, ReadOnlyMemory<byte> content)
    {
        var buffer = new ArrayBufferWriter<byte>((content.Length * 4 / 3) + 512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Binary");
            if (request.RouteValues["id"] is string id) json.WriteString("id", id);
            json.WriteString("contentType", request.ContentType);
            if (request.Headers[SecurityContext] is [{ Length: > 0 } context, ..])
            {
                json.WriteStartObject("securityContext");
                json.WriteString("reference", RelativeTo(context, $"{request.HttpContext.FhirBase()}/"));
                json.WriteEndObject();
            }

            if (content.Length > 0) json.WriteBase64String("data", content.Span);
            json.WriteEndObject();
        }

        return new ResourceBody(buffer.WrittenMemory);
    }

    /// <summary>The content of a Binary that may be seen.</summary>
    public static IResult Answer(ResourceVersion binary, HttpResponse response)
    {
        using var document = JsonDocument.Parse(binary.Json);
        var root = document.RootElement;
        var content = root.TryGetProperty("data", out var data) ? data.GetBytesFromBase64() : [];
        if (root.TryGetProperty("securityContext", out var context) && context.TryGetProperty("reference", out var reference)) response.Headers[SecurityContext] = reference.GetString();

        // It was sent by somebody: a browser must neither run nor render it in the name of this server.
        response.Headers.ContentDisposition = "attachment";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return Results.Bytes(content, root.TryGetProperty("contentType", out var type) ? type.GetString() : "application/octet-stream");
    }

    private static bool IsBinary(HttpRequest request) => request.RouteValues["type"] is "Binary";

    // Another version of FHIR, or another charset: a resource that is not read, and no content.
    private static bool IsFhir(string? mediaType) => mediaType is not null && (mediaType.Contains("fhir", StringComparison.OrdinalIgnoreCase) || mediaType is "application/json" or "application/xml" or "text/json" or "text/xml");

    private static string RelativeTo(string reference, string root) => reference.StartsWith(root, StringComparison.Ordinal) ? reference[root.Length..] : reference;
}
