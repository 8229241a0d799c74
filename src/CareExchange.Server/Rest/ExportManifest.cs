using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CareExchange.Exchange.Exporting;

namespace CareExchange.Server.Rest;

/// <summary>What an export came to (Bulk Data Access IG 2.0, export.html#response---complete-status).</summary>
internal static class ExportManifest
{
    /// <summary>The manifest, UTF-8 JSON.</summary>
    /// <param name="result">What the export came to.</param>
    /// <param name="address">What the files' addresses begin with.</param>
    /// <param name="requiresAccessToken">False where whoever has the manifest has the files.</param>
    public static byte[] Write(ExportResult result, string address, bool requiresAccessToken = true)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("transactionTime", result.TransactionTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("request", result.Address);
            json.WriteBoolean("requiresAccessToken", requiresAccessToken);
            Files(json, "output", result.Files.Where(file => !file.IsDeletions), address);
            Files(json, "deleted", result.Files.Where(file => file.IsDeletions), address);
            Files(json, "error", [], address);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Files(Utf8JsonWriter json, string name, IEnumerable<ExportFile> files, string address)
    {
        json.WriteStartArray(name);
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("type", file.Type);
            json.WriteString("url", $"{address}/{file.Name}.ndjson");
            json.WriteNumber("count", file.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
