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

    // Of an entry without a body: status, location, etag, time. Made at once, because what grows leaves large arrays behind.
    private const int UsualAnswer = 256;

    /// <summary>The address that fullUrls and links begin with.</summary>
    public static string FhirBase(this HttpContext http) =>
        http.RequestServices.GetRequiredService<RestSettings>().PublicAddress is { } address ? $"{address}/fhir" : $"{http.Request.Scheme}://{http.Request.Host}/fhir";

    /// <summary>A searchset with self and next links.</summary>
    /// <param name="address">What links begin with.</param>
    /// <param name="type">The type searched; empty for the system.</param>
    /// <param name="page">The page.</param>
    /// <param name="writing">How the answer is written, for the links.</param>
    public static ReadOnlyMemory<byte> Search(string address, string type, SearchPage page, string writing = "") => Write("searchset", json =>
    {
        if (page.Total is { } total) json.WriteNumber("total", total);
        json.WriteStartArray("link");
        Links(json, type.Length == 0 ? address : $"{address}/{type}", page.Query, page.NextCursor, writing);
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
        if (page.Total is { } total) json.WriteNumber("total", total);
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
            var isPost = version is { Deleted: false, Origin: ResourceOrigin.Created };
            json.WriteString("method", version.Deleted ? "DELETE" : isPost ? "POST" : "PUT");
            json.WriteString("url", isPost ? version.Type : $"{version.Type}/{version.Id}");
            json.WriteEndObject();
            json.WriteStartObject("response");
            json.WriteString("status", version.Deleted ? "204" : version.Origin == ResourceOrigin.Updated ? "200" : "201");
            Version(json, FhirResults.ETag(version.Version), version.LastUpdated);
            json.WriteEndObject();
        });
    });

    /// <summary>What became of each entry of a transaction.</summary>
    /// <param name="address">The address of the FHIR door.</param>
    /// <param name="results">What became of each entry.</param>
    /// <param name="afterwards">What became of those that were carried out when the transaction was stored.</param>
    public static ReadOnlyMemory<byte> TransactionResponse(
        string address, IReadOnlyList<EntryResult> results, IReadOnlyDictionary<EntryResult, EntryAnswer> afterwards) => Write("transaction-response", json =>
        Entries(json, results, result =>
        {
            if (afterwards.TryGetValue(result, out var answer))
            {
                Answer(json, answer);
                return;
            }

            if (result is { Body: true, Resource: { Json.IsEmpty: false } body }) Resource(json, body.Json);
            else if (result is { Page: { } page, Searched: { } type }) Resource(json, Search(address, type, page));
            json.WriteStartObject("response");
            json.WriteString("status", result.Status.ToString(CultureInfo.InvariantCulture));
            if (result.Resource is { } resource)
            {
                if (result.Status is 200 or 201) json.WriteString("location", string.Create(CultureInfo.InvariantCulture, $"{address}/{resource.Type}/{resource.Id}/_history/{resource.Version}"));
                Version(json, FhirResults.ETag(resource.Version), resource.LastUpdated);
            }

            if (result.Issues.Count > 0) Outcome(json, OperationOutcome.Write(result.Issues));
            json.WriteEndObject();
        }), Math.Max(4096, results.Count * UsualAnswer));

    /// <summary>What became of each entry of a batch.</summary>
    public static ReadOnlyMemory<byte> BatchResponse(IReadOnlyList<EntryAnswer> answers) => Write("batch-response", json =>
        Entries(json, answers, answer => Answer(json, answer)));

    private static void Answer(Utf8JsonWriter json, EntryAnswer answer)
    {
        // An outcome that is an answer, such as that of $validate, is a resource; one that says what went wrong belongs to the response.
        var hasFailed = answer.Status >= 400;
        if (!answer.Body.IsEmpty && !hasFailed) Resource(json, answer.Body);
        json.WriteStartObject("response");
        json.WriteString("status", answer.Status.ToString(CultureInfo.InvariantCulture));
        if (answer.Location is { } location) json.WriteString("location", location);
        Version(json, answer.ETag, answer.LastUpdated);
        if (answer.Issues.Count > 0) Outcome(json, OperationOutcome.Write(answer.Issues));
        else if (hasFailed) Outcome(json, answer.Body);
        json.WriteEndObject();
    }

    private static void Resource(Utf8JsonWriter json, ReadOnlyMemory<byte> resource)
    {
        json.WritePropertyName("resource");
        json.WriteRawValue(resource.Span, skipInputValidation: true);
    }

    private static void Outcome(Utf8JsonWriter json, ReadOnlyMemory<byte> outcome)
    {
        json.WritePropertyName("outcome");
        json.WriteRawValue(outcome.Span, skipInputValidation: true);
    }

    private static ReadOnlyMemory<byte> Write(string type, Action<Utf8JsonWriter> content, int room = 4096)
    {
        var buffer = new ArrayBufferWriter<byte>(room);
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

    private static void Version(Utf8JsonWriter json, string? etag, DateTimeOffset? lastUpdated)
    {
        if (etag is not null) json.WriteString("etag", etag);
        if (lastUpdated is { } stored) json.WriteString("lastModified", stored.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
    }
}
