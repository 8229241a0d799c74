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
    private const string ResourceTypes = "http://hl7.org/fhir/resource-types";
    private const string OwnEntityType = "urn:careexchange:audit-entity-type";
    private const string ObjectRole = "http://terminology.hl7.org/CodeSystem/object-role";
    private const string BalpEntityType = "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType";
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Every look writes one of these: the buffer and the writer are kept for the next on the same thread.
    private const int LargestKept = 256 * 1024;

    // What is the same in every record of an action is written once.
    private static readonly ConditionalWeakTable<AuditAction, KeptParts> Kept = [];

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    /// <summary>The AuditEvent, UTF-8 JSON.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="recorded">When.</param>
    /// <param name="record">What happened.</param>
    /// <param name="host">Where the gateway is reached, as BALP's server agent names it.</param>
    public static byte[] Write(string id, DateTimeOffset recorded, AuditRecord record, string host)
    {
        var buffer = s_buffer ??= new ArrayBufferWriter<byte>(2048);
        buffer.ResetWrittenCount();
        var json = s_writer ??= new Utf8JsonWriter(buffer, Options);
        json.Reset(buffer);
        json.WriteStartObject();
        json.WriteString("resourceType", "AuditEvent");
        json.WriteString("id", id);
        var kept = Kept.GetValue(record.Action, KeptParts.Of);
        Raw(json, "type"u8, kept.Type);
        Raw(json, "subtype"u8, record.Refused && record.Grounds.Any(static ground => ground.Consent is not null) ? kept.SubtypeDenied : kept.Subtype);
        json.WriteString("action"u8, [record.Action.Letter]);
        Span<char> moment = stackalloc char[40];
        recorded.TryFormat(moment, out var length, "yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture);
        json.WriteString("recorded"u8, moment[..length]);
        json.WriteString("outcome", record.Refused ? "4" : "0");
        if (record.Explanation is { } explanation) json.WriteString("outcomeDesc"u8, explanation);
        json.WriteStartArray("agent");
        AuditAgents.Write(json, record, host);
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

    private static void Entities(Utf8JsonWriter json, AuditRecord record)
    {
        if (record.Person is { } person) Entity(json, $"Patient/{person}", EntityType, "1", "1");

        // BALP has exactly one System Object: the query where there is one, else what was touched; whatever comes with it is named by its type.
        var isFirst = record.Query is null;
        foreach (var reference in record.Entities)
        {
            if (isFirst) Entity(json, reference, EntityType, "2", "4");
            else Entity(json, reference, ResourceTypes, TypeOf(reference), "4");
            isFirst = false;
        }

        foreach (var ground in record.Grounds)
        {
            if (ground.Consent is { } consent) Entity(json, consent, ResourceTypes, "Consent", "4", ("rule", ground.RulePath));
            else Named(json, "rule", ground.RulePath);
        }

        if (record.By is { } by) Named(json, "by", by);

        // Whoever acts for somebody else is recorded as that: the person reads who did it in their name.
        if (record is { Requester.Role: RequesterRole.Caregiver, Person: { } represented }) Named(json, "acting-for", $"Patient/{represented}");

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

    // What a law, and no consent, decided; or who else had a part in it.
    private static void Named(Utf8JsonWriter json, string kind, string text)
    {
        json.WriteStartObject();
        json.WriteStartObject("what");
        json.WriteString("display", text);
        json.WriteEndObject();
        Type(json, OwnEntityType, kind);
        json.WriteEndObject();
    }

    internal static string TypeOf(string reference) => reference.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? reference[..slash] : "Basic";

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

    internal static void Coding(Utf8JsonWriter json, string system, string code)
    {
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("code", code);
        json.WriteEndObject();
    }

    // A refusal that a consent decided says so as BALP's AuthZconsent does, beside what was asked.
    private sealed record KeptParts(byte[] Type, byte[] Subtype, byte[] SubtypeDenied)
    {
        public static KeptParts Of(AuditAction action)
        {
            var subtype = Coded(action.SubtypeSystem, action.SubtypeCode);
            return new(
                Coded(action.TypeSystem, action.TypeCode),
                [.. "["u8, .. subtype, .. "]"u8],
                [.. "["u8, .. subtype, .. ","u8, .. Coded("https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType", "AuthZ-Consent"), .. "]"u8]);
        }

        private static byte[] Coded(string system, string code)
        {
            var buffer = new ArrayBufferWriter<byte>(256);
            using (var json = new Utf8JsonWriter(buffer, Options)) Coding(json, system, code);
            return buffer.WrittenSpan.ToArray();
        }
    }
}
