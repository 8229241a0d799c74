using System.Globalization;
using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Audit;

/// <summary>Writes an AuditEvent in the patterns of IHE BALP 1.1: RESTful operations, sign-in, and decisions on consent.</summary>
public static class AuditEventBuilder
{
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";
    private const string EntityType = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private const string EntityRole = "http://terminology.hl7.org/CodeSystem/object-role";
    private const string Participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static readonly AuditCode Application = new(Dicom, "110150", "Application");
    private static readonly AuditCode SourceRole = new(Dicom, "110153", "Source Role ID");
    private static readonly AuditCode DestinationRole = new(Dicom, "110152", "Destination Role ID");
    private static readonly AuditCode Recipient = new(Participation, "IRCP", "information recipient");
    private static readonly AuditCode Author = new(Participation, "AUT", "author");
    private static readonly AuditCode Authorizer = new("http://terminology.hl7.org/CodeSystem/extra-security-role-type", "authserver", "authorization server");
    private static readonly AuditCode Provider = new("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV", "healthcare provider");
    private static readonly AuditCode SystemObject = new(EntityType, "2", "System Object");

    /// <summary>UTF-8 JSON of the AuditEvent.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="recorded">When.</param>
    /// <param name="record">What happened.</param>
    /// <param name="source">Which gateway recorded it.</param>
    public static byte[] Build(string id, DateTimeOffset recorded, AuditRecord record, AuditSource source) =>
        AuditJson.Resource("AuditEvent", id, json =>
        {
            json.Coding("type", record.Action.Type);
            json.Array("subtype", [record.Action.Subtype], code => json.Coding(null, code));
            json.WriteString("action", record.Action.Action.ToString());
            json.WriteString("recorded", AuditJson.Instant(recorded));
            json.WriteString("outcome", ((int)record.Outcome).ToString(CultureInfo.InvariantCulture));
            if (record.OutcomeDescription is not null) json.WriteString("outcomeDesc", record.OutcomeDescription);
            if (record.Requester is { } requester) json.Array("purposeOfEvent", [requester.Purpose], purpose => json.Concept(null, Code(purpose)));
            json.WriteStartArray("agent");
            WriteAgents(json, record, source);
            json.WriteEndArray();
            json.WriteStartObject("source");
            json.WriteString("site", source.Site);
            json.Logical("observer", null, source.Device, "CareExchange");
            json.Array("type", [new AuditCode("http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server")], code => json.Coding(null, code));
            json.WriteEndObject();
            WriteEntities(json, record);
        });

    private static void WriteAgents(Utf8JsonWriter json, AuditRecord record, AuditSource source)
    {
        // BALP: in a read the server is where data comes from; in everything else the caller's parameters or data flow to the server.
        var isDecision = record.Action == AuditAction.ConsentDecision;
        var reads = record.Action.Action == 'R';
        WriteAgent(json, isDecision ? Application : reads ? DestinationRole : SourceRole, false, () =>
        {
            json.Logical("who", "urn:careexchange:client", record.Context.ClientId ?? (record.Context.NetworkAddress is null ? "gateway" : "page"));
            if (record.Context.NetworkAddress is { } address) WriteNetwork(json, address, "2");
        });
        WriteAgent(json, isDecision ? Authorizer : reads ? SourceRole : DestinationRole, false, () =>
        {
            json.Logical("who", null, source.Device, "CareExchange");
            if (!isDecision) WriteNetwork(json, source.Site, "1");
        });
        if (record.Requester is not { } requester) return;
        WriteAgent(json, record.Action.Action is 'C' or 'U' or 'D' ? Author : Recipient, true, () =>
        {
            if (RequesterRole.Find(requester.Role) is { } role)
            {
                json.Array("role", [new AuditCode(RequesterRole.System, role.Code, role.Korean)], code => json.Concept(null, code));
            }

            json.Logical("who", requester.IsSystem ? "urn:careexchange:client" : "urn:careexchange:staff", requester.Id, requester.Display);
            json.WriteString("name", requester.Display);
            var policies = record.Policies.Select(policy => policy.Uri).Distinct(StringComparer.Ordinal).ToList();
            if (policies.Count > 0) json.Array("policy", policies, json.WriteStringValue);
            json.Array("purposeOfUse", [requester.Purpose], purpose => json.Concept(null, Code(purpose)));
        });
        if (requester.OrganizationId.Length == 0) return;
        WriteAgent(json, Provider, false, () => json.Reference("who", $"Organization/{requester.OrganizationId}", requester.OrganizationDisplay));
    }

    private static void WriteAgent(Utf8JsonWriter json, AuditCode type, bool isRequestor, Action body)
    {
        json.WriteStartObject();
        json.Concept("type", type);
        body();
        json.WriteBoolean("requestor", isRequestor);
        json.WriteEndObject();
    }

    private static void WriteNetwork(Utf8JsonWriter json, string address, string type)
    {
        json.WriteStartObject("network");
        json.WriteString("address", address);
        json.WriteString("type", type);
        json.WriteEndObject();
    }

    private static void WriteEntities(Utf8JsonWriter json, AuditRecord record)
    {
        var consents = record.Policies.Where(policy => policy.ConsentId is not null)
            .DistinctBy(policy => (policy.ConsentId, policy.ConsentVersion)).ToList();
        var hasTransaction = record.Context.RequestId is not null || record.Context.TraceParent is not null;
        if (record.Person is null && record.Resources.Count == 0 && record.Query is null && consents.Count == 0 && !hasTransaction) return;
        json.WriteStartArray("entity");
        if (record.Person is { } person) WritePerson(json, person, record);
        foreach (var resource in record.Resources)
        {
            WriteEntity(json, SystemObject, new(EntityRole, "4", "Domain Resource"), () => json.Reference("what", resource));
        }

        foreach (var consent in consents)
        {
            WriteEntity(json, new("http://hl7.org/fhir/resource-types", "Consent", "Consent"), null, () =>
            {
                var version = consent.ConsentVersion is { } number ? $"/_history/{number.ToString(CultureInfo.InvariantCulture)}" : "";
                json.Reference("what", $"Consent/{consent.ConsentId}{version}");
                json.Array("detail", [consent.RulePath], path => WriteDetail(json, "rule-path", path));
            });
        }

        if (record.Query is { } query)
        {
            WriteEntity(json, SystemObject, new(EntityRole, "24", "Query"), () => json.WriteBase64String("query", Encoding.UTF8.GetBytes(query)));
        }

        if (hasTransaction)
        {
            WriteEntity(json, new("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId", "X-Request-Id"), null, () =>
            {
                if (record.Context.RequestId is { } request) json.Logical("what", null, request);
                if (record.Context.TraceParent is { } trace) json.Array("detail", [trace], value => WriteDetail(json, "traceparent", value));
            });
        }

        json.WriteEndArray();
    }

    private static void WritePerson(Utf8JsonWriter json, string person, AuditRecord record) =>
        WriteEntity(json, new(EntityType, "1", "Person"), new(EntityRole, "1", "Patient"), () =>
        {
            json.Reference("what", $"Patient/{person}");
            if (record.Shown is null && record.Withheld is null) return;
            json.WriteStartArray("detail");
            if (record.Shown is { } shown) WriteDetail(json, "shown", shown.ToString(CultureInfo.InvariantCulture));
            if (record.Withheld is { } withheld) WriteDetail(json, "withheld", withheld.ToString(CultureInfo.InvariantCulture));
            json.WriteEndArray();
        });

    private static void WriteEntity(Utf8JsonWriter json, AuditCode type, AuditCode? role, Action body)
    {
        json.WriteStartObject();
        json.Coding("type", type);
        if (role is { } known) json.Coding("role", known);
        body();
        json.WriteEndObject();
    }

    private static void WriteDetail(Utf8JsonWriter json, string type, string value)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("valueString", value);
        json.WriteEndObject();
    }

    private static AuditCode Code(PurposeOfUse purpose) => new(PurposeOfUse.System, purpose.Code, purpose.English);
}
