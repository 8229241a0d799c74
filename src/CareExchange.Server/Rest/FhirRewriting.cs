using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Xml;

namespace CareExchange.Server.Rest;

/// <summary>Stored JSON in another writing: XML, or with line breaks for people. Values and digits stay.</summary>
internal static class FhirRewriting
{
    private static readonly JsonWriterOptions Lines = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As XML.</summary>
    public static ReadOnlyMemory<byte> Xml(ReadOnlyMemory<byte> json, Schema schema, bool isIndented)
    {
        using var document = FhirDocument.Parse(json, schema).Value ?? throw new InvalidOperationException("An answer is not JSON.");
        return FhirXml.Write(document.Root, isIndented);
    }

    /// <summary>As JSON with one property a line.</summary>
    public static ReadOnlyMemory<byte> Indented(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new() { MaxDepth = 512 });
        var buffer = new ArrayBufferWriter<byte>(json.Length * 2);
        using (var writer = new Utf8JsonWriter(buffer, Lines)) document.WriteTo(writer);
        return buffer.WrittenMemory;
    }
}
