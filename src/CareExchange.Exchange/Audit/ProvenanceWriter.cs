using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Audit;

/// <summary>Who said it, from which message, by which map: an R4 Provenance for what one write changed.</summary>
public static class ProvenanceWriter
{
    private const string ParticipantType = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    private const string DataOperation = "http://terminology.hl7.org/CodeSystem/v3-DataOperation";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The Provenance, UTF-8 JSON without id.</summary>
    /// <param name="targets">What was changed, <c>Type/id/_history/version</c>; at least one.</param>
    /// <param name="author">Who said it.</param>
    /// <param name="basis">On what ground it was sent.</param>
    /// <param name="recorded">When.</param>
    /// <param name="original">The DocumentReference of the message, or null for a direct write.</param>
    /// <param name="map">Canonical and version of the map, <c>url|version</c>, or null.</param>
    public static byte[] Write(
        IReadOnlyList<string> targets, Requester author, LegalBasis basis, DateTimeOffset recorded, string? original, string? map)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Provenance");
            json.WriteStartArray("target");
            foreach (var target in targets) Reference(json, target, null);
            json.WriteEndArray();
            json.WriteString("recorded", recorded.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
            json.WriteStartArray("policy");
            json.WriteStringValue(basis.Uri);
            if (map is not null) json.WriteStringValue(map);
            json.WriteEndArray();
            json.WriteStartObject("activity");
            Codings(json, DataOperation, "UPDATE");
            json.WriteEndObject();
            json.WriteStartArray("agent");
            Agent(json, "author", $"Organization/{author.OrganizationId}", author.OrganizationDisplay);
            Agent(json, "assembler", null, "CareExchange");
            json.WriteEndArray();
            if (original is not null)
            {
                json.WriteStartArray("entity");
                json.WriteStartObject();
                json.WriteString("role", "source");
                json.WritePropertyName("what");
                Reference(json, original, null);
                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Agent(Utf8JsonWriter json, string type, string? reference, string display)
    {
        json.WriteStartObject();
        json.WriteStartObject("type");
        Codings(json, ParticipantType, type);
        json.WriteEndObject();
        json.WritePropertyName("who");
        Reference(json, reference, display);
        json.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter json, string? reference, string? display)
    {
        json.WriteStartObject();
        if (reference is not null) json.WriteString("reference", reference);
        if (display is not null) json.WriteString("display", display);
        json.WriteEndObject();
    }

    private static void Codings(Utf8JsonWriter json, string system, string code)
    {
        json.WriteStartArray("coding");
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("code", code);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
