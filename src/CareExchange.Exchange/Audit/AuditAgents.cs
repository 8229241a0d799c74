using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Audit;

/// <summary>The agents of an AuditEvent as IHE BALP names them: who asked, by which application and from where, who answered, and for which organisation.</summary>
/// <remarks>The types depend on the way the data goes (BALP, note on Query): of a read the server is the source, of everything else the client; a deletion has its own.
/// Whoever asked stands apart from the application also where both are one machine, so that every record has the same four agents.</remarks>
internal static class AuditAgents
{
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";
    private const string Participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private const string UserAgent = "https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes";
    private const string Application = "110150";

    // The pages are an application too, of ours.
    private const string Pages = "careexchange-pages";

    // What is the same in every record of a requester is written once for each way the data goes.
    private static readonly ConditionalWeakTable<Requester, KeptParts?[]> Kept = [];
    private static readonly ConditionalWeakTable<string, byte[]> Hosts = [];

    /// <summary>Writes the agents into an open list.</summary>
    public static void Write(Utf8JsonWriter json, AuditRecord record, string host)
    {
        var letter = record.Action.Letter;
        var all = Kept.GetValue(record.Requester, static _ => new KeptParts?[Ways.Length]);
        var way = Ways.IndexOf(letter);
        var kept = all[way] ??= KeptParts.Of(record.Requester, letter);
        json.WriteRawValue(kept.User, skipInputValidation: true);
        json.WriteStartObject();
        Raw(json, "type"u8, kept.ClientType);
        Raw(json, "who"u8, kept.ClientWho);
        json.WriteBoolean("requestor"u8, false);
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

        json.WriteEndObject();
        json.WriteStartObject();
        Raw(json, "type"u8, kept.ServerType);
        Raw(json, "who"u8, """{"identifier":{"system":"urn:careexchange:server","value":"careexchange"}}"""u8);
        json.WriteBoolean("requestor"u8, false);
        Raw(json, "network"u8, Hosts.GetValue(host, static name => Written(json =>
        {
            json.WriteStartObject();
            json.WriteString("address", name);
            json.WriteString("type", "1");
            json.WriteEndObject();
        })));
        json.WriteEndObject();
        json.WriteRawValue(kept.Organization, skipInputValidation: true);
    }

    private static ReadOnlySpan<char> Ways => "RCUDE";

    private static void Raw(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    private static byte[] Written(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, AuditEventWriter.Options)) content(json);
        return buffer.WrittenSpan.ToArray();
    }

    private sealed record KeptParts(byte[] User, byte[] ClientType, byte[] ClientWho, byte[] ServerType, byte[] Organization)
    {
        public static KeptParts Of(Requester who, char letter)
        {
            (string, string)[] user = [(Participation, letter is 'C' or 'U' or 'D' ? "AUT" : "IRCP")];
            (string, string) server = letter switch { 'R' => (Dicom, "110153"), 'D' => ("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "custodian"), _ => (Dicom, "110152") };
            (string, string)[] client = letter switch { 'R' => [(Dicom, "110152"), (Dicom, Application)], 'D' => [(Dicom, Application)], _ => [(Dicom, "110153"), (Dicom, Application)] };
            if (who.TokenId is not null)
            {
                // OAUTHaccessTokenUse, Minimal and Comprehensive: who asked is found by the token's id.
                if (user[0].Item2 != "IRCP") user = [.. user, (Participation, "IRCP")];
                user = [.. user, (UserAgent, "UserOauthAgent")];
            }

            return new(
                Written(json =>
                {
                    json.WriteStartObject();
                    Concept(json, "type", user);
                    json.WriteStartArray("role");
                    json.WriteStartObject();
                    Codings(json, (RequesterRole.System, who.Role));
                    json.WriteEndObject();
                    json.WriteEndArray();
                    Identified(json, who.IsSystem ? "urn:careexchange:client" : "urn:careexchange:staff", who.Id);
                    json.WriteString("name", who.Display);
                    json.WriteBoolean("requestor", true);
                    if (who.TokenId is { } token)
                    {
                        json.WriteStartArray("policy");
                        json.WriteStringValue("urn:ietf:params:oauth:jti:" + token);
                        json.WriteEndArray();
                    }

                    json.WriteStartArray("purposeOfUse");
                    json.WriteStartObject();
                    Codings(json, (PurposeOfUse.System, who.Purpose.Code));
                    json.WriteEndObject();
                    json.WriteEndArray();
                    json.WriteEndObject();
                }),
                Written(json => Types(json, client)),
                Written(json =>
                {
                    json.WriteStartObject();
                    Identifier(json, "urn:careexchange:client", who.IsSystem ? who.Id : who.AppId ?? Pages);
                    json.WriteEndObject();
                }),
                Written(json => Types(json, [server])),
                Written(json =>
                {
                    json.WriteStartObject();
                    Concept(json, "type", [("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV")]);
                    json.WriteStartObject("who");
                    json.WriteString("reference", $"Organization/{who.OrganizationId}");
                    json.WriteString("display", who.OrganizationDisplay);
                    json.WriteEndObject();
                    json.WriteBoolean("requestor", false);
                    json.WriteEndObject();
                }));
        }

        private static void Types(Utf8JsonWriter json, (string, string)[] codings)
        {
            json.WriteStartObject();
            Codings(json, codings);
            json.WriteEndObject();
        }

        private static void Concept(Utf8JsonWriter json, string name, (string, string)[] codings)
        {
            json.WritePropertyName(name);
            Types(json, codings);
        }

        private static void Codings(Utf8JsonWriter json, params (string System, string Code)[] codings)
        {
            json.WriteStartArray("coding");
            foreach (var (system, code) in codings) AuditEventWriter.Coding(json, system, code);
            json.WriteEndArray();
        }

        private static void Identified(Utf8JsonWriter json, string system, string value)
        {
            json.WriteStartObject("who");
            Identifier(json, system, value);
            json.WriteEndObject();
        }

        private static void Identifier(Utf8JsonWriter json, string system, string value)
        {
            json.WriteStartObject("identifier");
            json.WriteString("system", system);
            json.WriteString("value", value);
            json.WriteEndObject();
        }
    }
}
