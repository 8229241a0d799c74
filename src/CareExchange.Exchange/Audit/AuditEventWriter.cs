using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
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

    // What is the same in every record of an action or of a requester is written once.
    private static readonly ConditionalWeakTable<object, KeptParts> Kept = [];

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
        var kept = Kept.GetValue(record.Action, KeptParts.Of);
        Raw(json, "type"u8, kept.First);
        Raw(json, "subtype"u8, kept.Second);
        json.WriteString("action"u8, [record.Action.Letter]);
        Span<char> moment = stackalloc char[40];
        recorded.TryFormat(moment, out var length, "yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture);
        json.WriteString("recorded"u8, moment[..length]);
        json.WriteString("outcome", record.Refused ? "4" : "0");
        if (record.Explanation is { } explanation) json.WriteString("outcomeDesc"u8, explanation);
        json.WriteStartArray("agent");
        Agent(json, record);
        json.WriteEndArray();
        Raw(json, "source"u8, """{"observer":{"display":"CareExchange"}}"""u8);
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
        var kept = Kept.GetValue(who, KeptParts.Of);
        json.WriteStartObject();
        Raw(json, "role"u8, kept.First);
        json.WriteStartObject("who"u8);
        json.WriteStartObject("identifier"u8);
        json.WriteString("system"u8, who.IsSystem ? "urn:careexchange:client"u8 : "urn:careexchange:staff"u8);
        json.WriteString("value"u8, who.Id);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("name"u8, who.Display);
        json.WriteBoolean("requestor"u8, true);
        if (record.Grounds.Count > 0)
        {
            json.WriteStartArray("policy"u8);
            if (record.Grounds is [var only]) json.WriteStringValue(only.BasisUri);
            else foreach (var policy in record.Grounds.Select(ground => ground.BasisUri).Distinct(StringComparer.Ordinal)) json.WriteStringValue(policy);
            json.WriteEndArray();
        }

        if (record.Trace.NetworkAddress is { } address)
        {
            json.WriteStartObject("network"u8);
            json.WriteString("address"u8, address);
            json.WriteString("type"u8, "2"u8);
            json.WriteEndObject();
        }

        Raw(json, "purposeOfUse"u8, kept.Second);
        json.WriteEndObject();
        json.WriteRawValue(kept.Third, skipInputValidation: true);
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
        foreach (var ground in record.Grounds)
        {
            if (ground.Consent is { } consent) Entity(json, consent, EntityType, "2", "4", ("rule", ground.RulePath));
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

    private static void Raw(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    private static void Coding(Utf8JsonWriter json, string system, string code)
    {
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("code", code);
        json.WriteEndObject();
    }

    private sealed record KeptParts(byte[] First, byte[] Second, byte[] Third)
    {
        public static KeptParts Of(object of) => of switch
        {
            AuditAction action => new(Coded(action.TypeSystem, action.TypeCode), [.. "["u8, .. Coded(action.SubtypeSystem, action.SubtypeCode), .. "]"u8], []),
            Requester who => new(
                Concept(RequesterRole.System, who.Role),
                Concept(PurposeOfUse.System, who.Purpose.Code),
                Write(json =>
                {
                    json.WriteStartObject();
                    json.WriteStartObject("who");
                    json.WriteString("reference", $"Organization/{who.OrganizationId}");
                    json.WriteString("display", who.OrganizationDisplay);
                    json.WriteEndObject();
                    json.WriteBoolean("requestor", false);
                    json.WriteEndObject();
                })),
            _ => throw new ArgumentException("Nothing is kept of this.", nameof(of)),
        };

        private static byte[] Coded(string system, string code) => Write(json => Coding(json, system, code));

        private static byte[] Concept(string system, string code) => [.. """[{"coding":["""u8, .. Coded(system, code), .. "]}]"u8];

        private static byte[] Write(Action<Utf8JsonWriter> content)
        {
            var buffer = new ArrayBufferWriter<byte>(256);
            using (var json = new Utf8JsonWriter(buffer, Options)) content(json);
            return buffer.WrittenSpan.ToArray();
        }
    }
}
