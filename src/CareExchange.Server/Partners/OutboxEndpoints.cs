using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Sending;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Mapping.Profiles;
using CareExchange.Server.Callers;
using Microsoft.Net.Http.Headers;

namespace CareExchange.Server.Partners;

/// <summary>The outbox: <c>GET /partners/{partner}/out</c>, what waits for a partner, each message in the partner's own format.</summary>
/// <remarks>The token needs <c>messages.r</c> and the right to read what the messages tell: a type that it may not read is not told.</remarks>
internal static class OutboxEndpoints
{
    /// <summary>So many rows are named in a header; the number of all stands beside them.</summary>
    private const int MostNamed = 50;

    private const string Json = "application/fhir+json; charset=utf-8";

    /// <summary>Routes the outbox.</summary>
    public static void Map(IEndpointRouteBuilder app, string address)
    {
        var outbox = app.MapGroup("/partners/{partner}/out").RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(IdentitySchemes.Bearer).RequireAuthenticatedUser());
        outbox.MapGet("/", KindsAsync);
        outbox.MapGet("/{name}", (string partner, string name, HttpContext http, PartnerDirectory partners, PartnerOutbox messages, CancellationToken cancellationToken) =>
            ListAsync(partner, name, address, http, partners, messages, cancellationToken));
        outbox.MapGet("/{name}/{id}", (string partner, string name, string id, HttpContext http, PartnerDirectory partners, PartnerOutbox messages, CancellationToken cancellationToken) =>
            FetchAsync(partner, name, id, address, http, partners, messages, cancellationToken));
    }

    private static async Task<IResult> KindsAsync(string partner, HttpContext http, PartnerDirectory partners, PartnerOutbox messages, CancellationToken cancellationToken)
    {
        var found = await AuthorizeAsync(partner, http, partners, cancellationToken);
        if (found.Value is not { } reader) return Failure(found.Issues);
        return Results.Bytes(Parameters(messages.Kinds(reader), "output", (json, kind) =>
        {
            Part(json, "name", "valueCode", kind.Name);
            if (kind.Title is { } title) Part(json, "title", "valueString", title);
            Part(json, "format", "valueCode", kind.Format);
            Part(json, "contentType", "valueString", kind.ContentType);
            Part(json, "resource", "valueCode", kind.ResourceType);
            Part(json, "location", "valueUri", $"/partners/{reader.Id}/out/{kind.Name}");
        }), Json);
    }

    private static async Task<IResult> ListAsync(
        string partner, string name, string address, HttpContext http, PartnerDirectory partners, PartnerOutbox messages, CancellationToken cancellationToken)
    {
        var found = await AuthorizeAsync(partner, http, partners, cancellationToken);
        if (found.Value is not { } reader) return Failure(found.Issues);
        if (messages.Kinds(reader).FirstOrDefault(kind => kind.Name == name) is { IsMany: true }) return await SendAsync(reader, name, null, address, http, messages, cancellationToken);
        var listed = await messages.ListAsync(reader, name, Query(http), Refusal(http), http.Requester, http.Trace, cancellationToken);
        if (listed.Value is not { } waiting || !listed.Succeeded) return Failure(listed.Issues);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(Parameters(waiting, "message", (json, message) =>
        {
            Part(json, "resource", "valueUri", $"{message.Type}/{message.Id}");
            Part(json, "version", "valueString", $"{message.Version}");
            Part(json, "lastUpdated", "valueInstant", message.LastUpdated.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            Part(json, "location", "valueUri", $"/partners/{reader.Id}/out/{name}/{message.Id}");
        }), Json);
    }

    private static async Task<IResult> FetchAsync(
        string partner, string name, string id, string address, HttpContext http, PartnerDirectory partners, PartnerOutbox messages, CancellationToken cancellationToken)
    {
        var found = await AuthorizeAsync(partner, http, partners, cancellationToken);
        return found.Value is { } reader ? await SendAsync(reader, name, id, address, http, messages, cancellationToken) : Failure(found.Issues);
    }

    private static async Task<IResult> SendAsync(Partner reader, string name, string? id, string address, HttpContext http, PartnerOutbox messages, CancellationToken cancellationToken)
    {
        var written = await messages.FetchAsync(reader, name, id, Query(http), Refusal(http), http.Requester, http.Trace, address, cancellationToken);
        if (written.Value is not { } message || !written.Succeeded) return Failure(written.Issues);
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = message.FileName }.ToString();
        headers.XContentTypeOptions = "nosniff";

        // A table that is a part says so, and names what is missing by its address and the rule: nothing about the person stands there.
        if (message.LeftOut.Count > 0)
        {
            headers["Careexchange-Rows-Left-Out"] = message.LeftOut.Count.ToString(CultureInfo.InvariantCulture);
            headers["Careexchange-Left-Out"] = string.Join(", ", message.LeftOut.Take(MostNamed).Select(row => $"{row.Reference} {row.Issues.FirstOrDefault(issue => issue.IsError)?.Rule}"));
        }

        return Results.Bytes(message.Content, message.ContentType);
    }

    private static async Task<Outcome<Partner>> AuthorizeAsync(string partner, HttpContext http, PartnerDirectory partners, CancellationToken cancellationToken)
    {
        var found = http.Caller is { IsSystem: true } caller && caller.Scopes.Allows("messages", SmartInteractions.Read)
            ? partners.Find(partner, http.Requester)
            : Issue.Error("forbidden", "scope-missing", "The token does not allow fetching messages.", "토큰에 메시지를 받을 권한이 없습니다.") with { Expected = "messages.r" };
        if (!found.Succeeded) await http.RecordRefusalAsync(AuditAction.MessageSent, found.Issues[0], cancellationToken);
        return found;
    }

    private static Func<string, Issue?> Refusal(HttpContext http) => type => http.Caller!.Scopes.Allows(type, SmartInteractions.Read) ? null
        : Issue.Error("forbidden", "scope-missing", "The token does not allow this.", "토큰에 이 작업을 위한 권한이 없습니다.") with { Expected = $"{type}.r" };

    private static IReadOnlyList<KeyValuePair<string, string>> Query(HttpContext http) => QueryPairs.Parse(http.Request.QueryString.Value ?? "");

    private static IResult Failure(IReadOnlyList<Issue> issues)
    {
        var first = issues.FirstOrDefault(issue => issue.IsError) ?? issues[0];
        var status = first.Rule switch
        {
            "scope-missing" or "partner-unknown" => StatusCodes.Status403Forbidden,
            "output-unknown" or "output-nothing" => StatusCodes.Status404NotFound,
            "output-parameter" or "output-many" => StatusCodes.Status400BadRequest,
            _ when IsOfContent(first.Rule) => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status400BadRequest,
        };
        return PartnerEndpoints.Bytes(OperationOutcome.Write(issues), status);
    }

    // Rules of the map and of the formats: the request was right, what it asks for cannot be written.
    private static bool IsOfContent(string rule) => ((string[])["map-", "hl7-", "cda-", "csv-", "xlsx-", "xml-", "table-", "fhirpath-"]).Any(prefix => rule.StartsWith(prefix, StringComparison.Ordinal));

    private static byte[] Parameters<T>(IReadOnlyList<T> items, string name, Action<Utf8JsonWriter, T> parts)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Parameters");
            if (items.Count > 0) json.WriteStartArray("parameter");
            foreach (var item in items)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteStartArray("part");
                parts(json, item);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            if (items.Count > 0) json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Part(Utf8JsonWriter json, string name, string kind, string value)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString(kind, value);
        json.WriteEndObject();
    }
}
