using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Audit;

/// <summary>An <see cref="AuditRecord"/> as an R4 AuditEvent in the shape of IHE BALP.</summary>
internal static class AuditEventWriter
{
    private const string EntityType = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private const string ObjectRole = "http://terminology.hl7.org/CodeSystem/object-role";
    private const string BalpEntityType = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Every look writes one of these: the buffer and the writer are kept for the next on the same thread.
    private const int LargestKept = 256 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    /// <summary>The AuditEvent, UTF-8 JSON.</summary>
    public static byte[] Write(string id, DateTimeOffset recorded, AuditRecord record)
    {
        var buffer = s_buffer ??= new ArrayBufferWriter<byte>(2048);
        buffer.ResetWrittenCount();
        var json = s_writer ??= new Utf8JsonWriter(buffer, Options);
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString("resourceType", "AuditEvent");
        json.WriteString("id", id);
        json.WritePropertyName("type");
        Coding(json, record.Action.TypeSystem, record.Action.TypeCode);
        json.WriteStartArray("subtype");
        Coding(json, record.Action.SubtypeSystem, record.Action.SubtypeCode);
        json.WriteEndArray();
        json.WriteString("action", record.Action.Letter.ToString());
        json.WriteString("recorded", recorded.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
        json.WriteString("outcome", record.Refused ? "4" : "0");
        if (record.Explanation is { } explanation) json.WriteString("outcomeDesc", explanation);
        json.WriteStartArray("agent");
        Agent(json, record);
        json.WriteEndArray();
        json.WriteStartObject("source");
        json.WriteStartObject("observer");
        json.WriteString("display", "CareExchange");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("entity");
        Entities(json, record);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();

        var written = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity > LargestKept) (s_buffer, s_writer) = (null, null);
        return written;
    }

    private static void Agent(Utf8JsonWriter json, AuditRecord record)
    {
        var who = record.Requester;
        json.WriteStartObject();
        json.WriteStartArray("role");
        Concept(json, RequesterRole.System, who.Role);
        json.WriteEndArray();
        json.WriteStartObject("who");
        json.WriteStartObject("identifier");
        json.WriteString("system", who.IsSystem ? "urn:careexchange:client" : "urn:careexchange:staff");
        json.WriteString("value", who.Id);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("name", who.Display);
        json.WriteBoolean("requestor", true);
        if (record.Grounds.Count > 0)
        {
            json.WriteStartArray("policy");
            foreach (var policy in record.Grounds.Select(ground => ground.BasisUri).Distinct(StringComparer.Ordinal)) json.WriteStringValue(policy);
            json.WriteEndArray();
        }

        if (record.Trace.NetworkAddress is { } address)
        {
            json.WriteStartObject("network");
            json.WriteString("address", address);
            json.WriteString("type", "2");
            json.WriteEndObject();
        }

        json.WriteStartArray("purposeOfUse");
        Concept(json, PurposeOfUse.System, who.Purpose.Code);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject();
        json.WriteStartObject("who");
        json.WriteString("reference", $"Organization/{who.OrganizationId}");
        json.WriteString("display", who.OrganizationDisplay);
        json.WriteEndObject();
        json.WriteBoolean("requestor", false);
        json.WriteEndObject();
        if (who.AppId is not { } app) return;
        json.WriteStartObject();
        json.WriteStartObject("type");
        json.WriteStartArray("coding");
        Coding(json, "http://dicom.nema.org/resources/ontology/DCM", "110150");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("who");
        json.WriteStartObject("identifier");
        json.WriteString("system", "urn:careexchange:client");
        json.WriteString("value", app);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteBoolean("requestor", false);
        json.WriteEndObject();
    }

    private static void Entities(Utf8JsonWriter json, AuditRecord record)
    {
        if (record.Person is { } person) Entity(json, $"Patient/{person}", EntityType, "1", "1");
        foreach (var reference in record.Entities) Entity(json, reference, EntityType, "2", "4");
        foreach (var ground in record.Grounds.Where(ground => ground.Consent is not null))
        {
            Entity(json, ground.Consent!, EntityType, "2", "4", ("rule", ground.RulePath));
        }

        if (record.Query is { } query)
        {
            json.WriteStartObject();
            Type(json, EntityType, "2");
            json.WritePropertyName("role");
            Coding(json, ObjectRole, "24");
            json.WriteString("query", Convert.ToBase64String(Encoding.UTF8.GetBytes(query)));
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteStartObject("what");
        json.WriteStartObject("identifier");
        json.WriteString("value", record.Trace.RequestId);
        json.WriteEndObject();
        json.WriteEndObject();
        Type(json, BalpEntityType, "XrequestId");
        if (record.Trace.TraceParent is { } traceParent) Detail(json, ("traceparent", traceParent));
        json.WriteEndObject();
    }

    private static void Entity(Utf8JsonWriter json, string reference, string typeSystem, string type, string role, (string Type, string Value)? detail = null)
    {
        json.WriteStartObject();
        json.WriteStartObject("what");
        json.WriteString("reference", reference);
        json.WriteEndObject();
        Type(json, typeSystem, type);
        json.WritePropertyName("role");
        Coding(json, ObjectRole, role);
        if (detail is { } said) Detail(json, said);
        json.WriteEndObject();
    }

    private static void Detail(Utf8JsonWriter json, (string Type, string Value) detail)
    {
        json.WriteStartArray("detail");
        json.WriteStartObject();
        json.WriteString("type", detail.Type);
        json.WriteString("valueString", detail.Value);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Type(Utf8JsonWriter json, string system, string code)
    {
        json.WritePropertyName("type");
        Coding(json, system, code);
    }

    private static void Concept(Utf8JsonWriter json, string system, string code)
    {
        json.WriteStartObject();
        json.WriteStartArray("coding");
        Coding(json, system, code);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Coding(Utf8JsonWriter json, string system, string code)
    {
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("code", code);
        json.WriteEndObject();
    }
}
