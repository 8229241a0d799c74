using System.Buffers;
using System.Text.Json;
using CareExchange.Exchange.Reading;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Patient/{id}/$access-log</c>, of ours: who looked at a person's data and why, newest first, for the person and their case manager.</summary>
/// <remarks>A Bundle of AuditEvents as they stand in the trail, each with the sentence that the page shows as its narrative; <c>next</c> leads to older ones.</remarks>
public sealed class AccessLogOperation(LooksReader reader) : IOperation
{
    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:Patient-access-log", "access-log", ["Patient"], AffectsState: false, IsSystem: false, IsType: false, IsInstance: true,
        [new("before", IsOut: false, 0, 1, "string"), new("return", IsOut: true, 1, 1, "Bundle")]);

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Target.Id!;
        var read = await reader.ReadAsync(id, call.Input.Text("before"), call.Requester, call.Trace, cancellationToken);
        if (read.Value is not { } reading || !read.Succeeded) return Outcome.Failure<OperationAnswer>(read.Issues);
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Bundle");
            json.WriteString("type", "collection");
            if (reading.Before is { } before)
            {
                json.WriteStartArray("link");
                json.WriteStartObject();
                json.WriteString("relation", "next");
                json.WriteString("url", $"{call.Base}/Patient/{id}/$access-log?before={Uri.EscapeDataString(before)}");
                json.WriteEndObject();
                json.WriteEndArray();
            }

            if (reading.Looks.Count > 0)
            {
                json.WriteStartArray("entry");
                foreach (var look in reading.Looks) Write(json, look);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return new OperationAnswer(buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter json, Look look)
    {
        using var document = JsonDocument.Parse(look.Event);
        json.WriteStartObject();
        json.WriteString("fullUrl", $"urn:uuid:{look.Id}");
        json.WriteStartObject("resource");
        foreach (var property in document.RootElement.EnumerateObject())
        {
            property.WriteTo(json);
            if (!property.NameEquals("id")) continue;

            // R4 narrative.html: the sentence in both languages, each marked.
            json.WriteStartObject("text");
            json.WriteString("status", "generated");
            json.WriteString("div", $"""<div xmlns="http://www.w3.org/1999/xhtml"><p lang="ko">{Escape(look.Sentence.Korean)}</p><p lang="en">{Escape(look.Sentence.English!)}</p></div>""");
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);
}
