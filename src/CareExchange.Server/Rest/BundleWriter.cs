using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Rest;

/// <summary>Bundles around stored bytes; the resources are copied, never parsed.</summary>
internal static class BundleWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The address that fullUrls and links begin with.</summary>
    public static string FhirBase(this HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host}/fhir";

    /// <summary>A searchset with self and next links.</summary>
    /// <param name="address">What links begin with.</param>
    /// <param name="type">The type searched.</param>
    /// <param name="page">The page.</param>
    /// <param name="writing">How the answer is written, for the links.</param>
    public static ReadOnlyMemory<byte> Search(string address, string type, SearchPage page, string writing = "") => Write("searchset", json =>
    {
        if (page.Total is { } total) json.WriteNumber("total", total);
        json.WriteStartArray("link");
        Links(json, $"{address}/{type}", page.Query, page.NextCursor, writing);
        json.WriteEndArray();
        (string Mode, ResourceVersion? Resource)[] entries =
        [
            .. page.Matches.Select(match => ("match", (ResourceVersion?)match)),
            .. page.Included.Select(included => ("include", (ResourceVersion?)included)),
            .. page.Remarks.Count > 0 ? [("outcome", (ResourceVersion?)null)] : Array.Empty<(string, ResourceVersion?)>(),
        ];
        Entries(json, entries, entry =>
        {
            if (entry.Resource is { } resource) json.WriteString("fullUrl", $"{address}/{resource.Type}/{resource.Id}");
            json.WritePropertyName("resource");
            json.WriteRawValue(entry.Resource is { } found ? found.Json.Span : OperationOutcome.Write(page.Remarks), skipInputValidation: true);
            json.WriteStartObject("search");
            json.WriteString("mode", entry.Mode);
            json.WriteEndObject();
        });
    });

    /// <summary>A history, newest first.</summary>
    public static ReadOnlyMemory<byte> History(string address, string path, HistoryPage page, string writing) => Write("history", json =>
    {
        json.WriteStartArray("link");
        Links(json, $"{address}/{path}", page.Query, page.NextCursor, writing);
        json.WriteEndArray();
        Entries(json, page.Versions, version =>
        {
            json.WriteString("fullUrl", $"{address}/{version.Type}/{version.Id}");
            if (!version.Deleted)
            {
                json.WritePropertyName("resource");
                json.WriteRawValue(version.Json.Span, skipInputValidation: true);
            }

            json.WriteStartObject("request");
            json.WriteString("method", version.Deleted ? "DELETE" : version.Version == 1 ? "POST" : "PUT");
            json.WriteString("url", version.Version == 1 ? version.Type : $"{version.Type}/{version.Id}");
            json.WriteEndObject();
            json.WriteStartObject("response");
            json.WriteString("status", version.Deleted ? "204" : version.Version == 1 ? "201" : "200");
            Version(json, version);
            json.WriteEndObject();
        });
    });

    /// <summary>What became of each entry of a transaction or batch.</summary>
    public static ReadOnlyMemory<byte> Response(string address, BundleResult bundle) => Write(bundle.Type, json =>
        Entries(json, bundle.Entries, result =>
        {
            if (result is { Body: true, Resource: { } body })
            {
                json.WritePropertyName("resource");
                json.WriteRawValue(body.Json.Span, skipInputValidation: true);
            }
            else if (result is { Page: { } page, Searched: { } type })
            {
                json.WritePropertyName("resource");
                json.WriteRawValue(Search(address, type, page).Span, skipInputValidation: true);
            }

            json.WriteStartObject("response");
            json.WriteString("status", (result.Status > 0 ? result.Status : FhirResults.StatusOf(result.Issues, StatusCodes.Status422UnprocessableEntity)).ToString(CultureInfo.InvariantCulture));
            if (result.Issues.Count > 0)
            {
                json.WritePropertyName("outcome");
                json.WriteRawValue(OperationOutcome.Write(result.Issues), skipInputValidation: true);
            }

            if (result.Resource is { } resource)
            {
                json.WriteString("location", string.Create(CultureInfo.InvariantCulture, $"{address}/{resource.Type}/{resource.Id}/_history/{resource.Version}"));
                Version(json, resource);
            }

            json.WriteEndObject();
        }));

    private static ReadOnlyMemory<byte> Write(string type, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Bundle");
            json.WriteString("type", type);
            content(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // R4 forbids an empty array, so no entry means no property.
    private static void Entries<T>(Utf8JsonWriter json, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count == 0) return;
        json.WriteStartArray("entry");
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Links(Utf8JsonWriter json, string address, string query, string? cursor, string writing)
    {
        Link(json, "self", Join(address, query, writing));
        if (cursor is not null) Link(json, "next", Join(address, $"_cursor={Uri.EscapeDataString(cursor)}", writing));
    }

    private static string Join(string address, string query, string writing) =>
        (query.Length, writing.Length) is (0, 0) ? address : $"{address}?{query}{(query.Length > 0 && writing.Length > 0 ? "&" : "")}{writing}";

    private static void Link(Utf8JsonWriter json, string relation, string url)
    {
        json.WriteStartObject();
        json.WriteString("relation", relation);
        json.WriteString("url", url);
        json.WriteEndObject();
    }

    private static void Version(Utf8JsonWriter json, ResourceVersion resource)
    {
        json.WriteString("etag", FhirResults.ETag(resource.Version));
        json.WriteString("lastModified", resource.LastUpdated.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
    }
}
