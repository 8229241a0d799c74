using System.Text.Encodings.Web;
using System.Text.Json;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>The Task by which emergency access is recorded and reviewed afterwards.</summary>
public static class EmergencyTask
{
    /// <summary>Who states it: the gateway itself, so that no partner can write one. No Organization has this id.</summary>
    public const string Source = Requester.GatewayId;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The Task, UTF-8 JSON: R4 Task with <c>for</c> the person, <c>requester</c> who broke the glass, <c>owner</c> the privacy officer.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="person">Patient id.</param>
    /// <param name="reason">Why, as written by the requester.</param>
    /// <param name="requester">Who.</param>
    /// <param name="from">Since when.</param>
    /// <param name="until">Until when.</param>
    public static byte[] Write(string id, string person, string reason, Requester requester, DateTimeOffset from, DateTimeOffset until)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Task");
            json.WriteString("id", id);
            json.WriteString("status", "requested");
            json.WriteString("intent", "order");
            json.WriteString("priority", "urgent");
            json.WriteStartObject("code");
            json.WriteStartArray("coding");
            json.WriteStartObject();
            json.WriteString("system", EmergencyGrant.TaskSystem);
            json.WriteString("code", EmergencyGrant.TaskCode);
            json.WriteString("display", "긴급 열람 사후 검토");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString("description", reason);
            Reference(json, "for", $"Patient/{person}");
            json.WriteStartObject("executionPeriod");
            json.WriteString("start", Text(from));
            json.WriteString("end", Text(until));
            json.WriteEndObject();
            json.WriteString("authoredOn", Text(from));
            Identified(json, "requester", requester.IsSystem ? "urn:careexchange:client" : "urn:careexchange:staff", requester.Id, $"{requester.Display} · {requester.OrganizationDisplay}");
            Identified(json, "owner", RequesterRole.System, "privacy-officer", "개인정보 보호책임자");
            json.WriteStartObject("reasonCode");
            json.WriteStartArray("coding");
            json.WriteStartObject();
            json.WriteString("system", PurposeOfUse.System);
            json.WriteString("code", PurposeOfUse.BreakTheGlass.Code);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static string Text(DateTimeOffset moment) => CivilTime.Here.Text(moment);

    private static void Reference(Utf8JsonWriter json, string name, string reference)
    {
        json.WriteStartObject(name);
        json.WriteString("reference", reference);
        json.WriteEndObject();
    }

    private static void Identified(Utf8JsonWriter json, string name, string system, string value, string display)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("identifier");
        json.WriteString("system", system);
        json.WriteString("value", value);
        json.WriteEndObject();
        json.WriteString("display", display);
        json.WriteEndObject();
    }
}
