namespace CareExchange.Exchange.Audit;

/// <summary>Writes a Provenance: the partner is the author, the gateway assembled, the message is the source.</summary>
public static class ProvenanceBuilder
{
    private const string ParticipantType = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    private static readonly AuditCode Author = new(ParticipantType, "author", "Author");
    private static readonly AuditCode Assembler = new(ParticipantType, "assembler", "Assembler");

    /// <summary>UTF-8 JSON of the Provenance.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="record">What to say.</param>
    /// <param name="gateway">The gateway that assembled.</param>
    public static byte[] Build(string id, ProvenanceRecord record, AuditSource gateway) => AuditJson.Resource("Provenance", id, json =>
    {
        json.Category("record");
        json.Array("target", record.Targets, target => json.Reference(null, target));
        if (record.Occurred is { } occurred) json.WriteString("occurredDateTime", AuditJson.Instant(occurred));
        json.WriteString("recorded", AuditJson.Instant(record.Recorded));
        string[] policies = [.. new[] { record.Map, record.LegalBasis }.OfType<string>()];
        if (policies.Length > 0) json.Array("policy", policies, json.WriteStringValue);
        json.Concept("activity", record.IsUpdate
            ? new("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "UPDATE", "revise")
            : new("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "CREATE", "create"));
        json.WriteStartArray("agent");
        json.WriteStartObject();
        json.Concept("type", Author);
        if (record.Author is { } author)
        {
            json.Logical("who", "urn:careexchange:staff", author.Id, author.Display);
            json.Reference("onBehalfOf", $"Organization/{record.OrganizationId}", record.OrganizationDisplay);
        }
        else
        {
            json.Reference("who", $"Organization/{record.OrganizationId}", record.OrganizationDisplay);
        }

        json.WriteEndObject();
        json.WriteStartObject();
        json.Concept("type", Assembler);
        json.Logical("who", null, gateway.Device, "CareExchange");
        json.WriteEndObject();
        json.WriteEndArray();
        if (record.Source is null) return;
        json.WriteStartArray("entity");
        json.WriteStartObject();
        json.WriteString("role", "source");
        json.Reference("what", record.Source);
        json.WriteEndObject();
        json.WriteEndArray();
    });
}
