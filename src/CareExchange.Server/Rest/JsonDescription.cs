using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareExchange.Server.Rest;

/// <summary>Short words for writing descriptions of the server as JSON.</summary>
internal static class JsonDescription
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One JSON object.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(256 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A property that is an object.</summary>
    public static void Object(this Utf8JsonWriter json, string name, Action content)
    {
        json.WriteStartObject(name);
        content();
        json.WriteEndObject();
    }

    /// <summary>A property that is an array of objects; nothing where there are none, because R4 forbids an empty array.</summary>
    public static void Objects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> content)
    {
        T[] all = [.. items];
        if (all.Length == 0) return;
        json.WriteStartArray(name);
        foreach (var item in all)
        {
            json.WriteStartObject();
            content(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A property that is an array of texts; nothing where there are none.</summary>
    public static void Strings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        string[] all = [.. values];
        if (all.Length == 0) return;
        json.WriteStartArray(name);
        foreach (var value in all) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
