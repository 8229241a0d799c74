using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareExchange.Exchange.Operations;

/// <summary>How answers are written: Korean as Korean, since the bytes are UTF-8 and no HTML.</summary>
internal static class OperationJson
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>One JSON object.</summary>
    public static byte[] Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Parameters with one parameter of a type, its value already JSON.</summary>
    public static byte[] Parameter(string name, string property, ReadOnlySpan<byte> value)
    {
        var raw = value.ToArray();
        return Object(json =>
        {
            json.WriteString("resourceType", "Parameters");
            json.WriteStartArray("parameter");
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WritePropertyName(property);
            json.WriteRawValue(raw, skipInputValidation: true);
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }
}
