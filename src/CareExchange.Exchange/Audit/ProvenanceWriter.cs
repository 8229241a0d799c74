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

    // HL7's extension on a reference: the element that is meant, as FHIRPath.
    private const string TargetPath = "http://hl7.org/fhir/StructureDefinition/targetPath";

    // About so long is a target; more is room that is made anew.
    private const int TargetLength = 96;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The Provenance, UTF-8 JSON without id.</summary>
    /// <param name="targets">What was changed, <c>Type/id/_history/version</c>; at least one.</param>
    /// <param name="author">Who said it.</param>
    /// <param name="basis">On what ground it was sent.</param>
    /// <param name="recorded">When.</param>
    /// <param name="original">The DocumentReference of the message, or null for a direct write.</param>
    /// <param name="map">Canonical and version of the map, <c>url|version</c>, or null.</param>
    public static byte[] Write(
        IReadOnlyList<string> targets, Requester author, LegalBasis basis, DateTimeOffset recorded, string? original, string? map) =>
        Write([.. targets.Select(target => (target, (string?)null))], author, basis, recorded, original, field: null, map);

    /// <summary>The same for one field of a message: which elements were made from it.</summary>
    /// <param name="targets">What it made: the resource, and the element in it as FHIRPath; at least one.</param>
    /// <param name="author">Who said it; null where nobody is asked.</param>
    /// <param name="basis">On what ground it was sent; null where nothing was.</param>
    /// <param name="recorded">When.</param>
    /// <param name="original">The DocumentReference of the message, or null where it is not kept.</param>
    /// <param name="field">The field as the partner calls it, with line and column; never its value.</param>
    /// <param name="map">Canonical and version of the map, <c>url|version</c>.</param>
    public static byte[] Write(
        IReadOnlyList<(string Reference, string? Path)> targets, Requester? author, LegalBasis? basis, DateTimeOffset recorded, string? original, string? field, string? map)
    {
        var buffer = new ArrayBufferWriter<byte>(1024 + (TargetLength * targets.Count));
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Provenance");
            json.WriteStartArray("target");
            foreach (var (reference, path) in targets) Reference(json, reference, null, path);
            json.WriteEndArray();
            json.WriteString("recorded", recorded.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
            json.WriteStartArray("policy");
            if (basis is not null) json.WriteStringValue(basis.Uri);
            if (map is not null) json.WriteStringValue(map);
            json.WriteEndArray();
            json.WriteStartObject("activity");
            Codings(json, DataOperation, "UPDATE");
            json.WriteEndObject();
            json.WriteStartArray("agent");
            if (author is not null) Agent(json, "author", $"Organization/{author.OrganizationId}", author.OrganizationDisplay);
            Agent(json, "assembler", null, "CareExchange");
            json.WriteEndArray();
            if (original is not null || field is not null)
            {
                json.WriteStartArray("entity");
                json.WriteStartObject();
                json.WriteString("role", "source");
                json.WritePropertyName("what");
                Reference(json, original, field);
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

    private static void Reference(Utf8JsonWriter json, string? reference, string? display, string? path = null)
    {
        json.WriteStartObject();
        if (path is not null)
        {
            json.WriteStartArray("extension");
            json.WriteStartObject();
            json.WriteString("url", TargetPath);
            json.WriteString("valueString", path);
            json.WriteEndObject();
            json.WriteEndArray();
        }

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
