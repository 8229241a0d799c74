using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CareExchange.Exchange.Audit;

/// <summary>Writes the FHIR shapes that AuditEvent, Provenance and DocumentReference share.</summary>
internal static class AuditJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A resource of this type and id, with what <paramref name="body"/> writes, as UTF-8.</summary>
    public static byte[] Resource(string type, string id, Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", type);
            json.WriteString("id", id);
            body(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An instant to the millisecond, in UTC.</summary>
    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A list of objects.</summary>
    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    /// <summary>A Coding as a property, or as an item where the name is null.</summary>
    public static void Coding(this Utf8JsonWriter json, string? name, AuditCode code)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        json.WriteString("system", code.System);
        json.WriteString("code", code.Code);
        json.WriteString("display", code.Display);
        json.WriteEndObject();
    }

    /// <summary>A CodeableConcept with one coding, as a property, or as an item where the name is null.</summary>
    public static void Concept(this Utf8JsonWriter json, string? name, AuditCode code)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        json.WriteStartArray("coding");
        json.Coding(null, code);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A literal Reference as a property, or as an item where the name is null.</summary>
    public static void Reference(this Utf8JsonWriter json, string? name, string reference, string? display = null)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        json.WriteString("reference", reference);
        if (display is not null) json.WriteString("display", display);
        json.WriteEndObject();
    }

    /// <summary>A logical Reference (identifier) as a property.</summary>
    public static void Logical(this Utf8JsonWriter json, string name, string? system, string value, string? display = null)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("identifier");
        if (system is not null) json.WriteString("system", system);
        json.WriteString("value", value);
        json.WriteEndObject();
        if (display is not null) json.WriteString("display", display);
        json.WriteEndObject();
    }

    /// <summary>The data category label.</summary>
    public static void Category(this Utf8JsonWriter json, string category)
    {
        json.WriteStartObject("meta");
        json.WriteStartArray("security");
        json.WriteStartObject();
        json.WriteString("system", "urn:careexchange:data-category");
        json.WriteString("code", category);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
