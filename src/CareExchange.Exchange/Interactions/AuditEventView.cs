using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Storage.Audit;

namespace CareExchange.Exchange.Interactions;

/// <summary>Records of the trail as resources, and resources as records.</summary>
internal static class AuditEventView
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A record as it leaves: what is chained, with the meta that every resource has, and of a record that was sent here by whom.</summary>
    public static ResourceVersion Of(AuditRow row)
    {
        using var document = JsonDocument.Parse(row.Json);
        var buffer = new ArrayBufferWriter<byte>(row.Json.Length + 256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", AuditEventIssues.Type);
            json.WriteString("id", row.Id);
            json.WriteStartObject("meta");
            json.WriteString("versionId", "1");
            json.WriteString("lastUpdated", row.Recorded.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
            if (row.Action == AuditQuery.Received) json.WriteString("source", $"urn:careexchange:organization:{row.Organization}");
            if (document.RootElement.TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object)
            {
                foreach (var part in meta.EnumerateObject().Where(part => part.Name is not ("versionId" or "lastUpdated" or "source"))) part.WriteTo(json);
            }

            json.WriteEndObject();
            Rest(json, document.RootElement, "meta");
            json.WriteEndObject();
        }

        return new(AuditEventIssues.Type, row.Id, 1, row.Recorded, Deleted: false, buffer.WrittenMemory);
    }

    /// <summary>The text of a record that was sent here, under the id that it has in the trail.</summary>
    public static ReadOnlyMemory<byte> Received(string id, ReadOnlyMemory<byte> sent)
    {
        using var document = JsonDocument.Parse(sent);
        var buffer = new ArrayBufferWriter<byte>(sent.Length + 64);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", AuditEventIssues.Type);
            json.WriteString("id", id);
            Rest(json, document.RootElement, null);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Rest(Utf8JsonWriter json, JsonElement root, string? but)
    {
        foreach (var part in root.EnumerateObject().Where(part => part.Name is not ("resourceType" or "id") && part.Name != but)) part.WriteTo(json);
    }
}
