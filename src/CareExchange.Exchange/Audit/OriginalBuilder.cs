namespace CareExchange.Exchange.Audit;

/// <summary>Writes the DocumentReference of an original message: what arrived, from whom, with its hash; never its body.</summary>
public static class OriginalBuilder
{
    /// <summary>The identifier system of kept messages.</summary>
    public const string MessageSystem = "urn:careexchange:message";

    /// <summary>The identifier system of content hashes. R4 <c>Attachment.hash</c> is SHA-1 by definition, so the SHA-256 is an identifier.</summary>
    public const string Sha256System = "urn:careexchange:sha256";

    /// <summary>UTF-8 JSON of the DocumentReference.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="record">What to say.</param>
    public static byte[] Build(string id, OriginalRecord record) => AuditJson.Resource("DocumentReference", id, json =>
    {
        json.Category("record");
        (string System, string Value)[] identifiers = [(MessageSystem, record.MessageId), (Sha256System, record.Sha256)];
        json.Array("identifier", identifiers, identifier =>
        {
            json.WriteStartObject();
            json.WriteString("system", identifier.System);
            json.WriteString("value", identifier.Value);
            json.WriteEndObject();
        });
        json.WriteString("status", "current");
        json.Concept("type", new("urn:careexchange:document-type", "partner-message", "연계기관 원문"));
        if (record.Person is { } person) json.Reference("subject", $"Patient/{person}");
        json.WriteString("date", AuditJson.Instant(record.Received));
        json.WriteStartArray("author");
        json.Reference(null, $"Organization/{record.OrganizationId}", record.OrganizationDisplay);
        json.WriteEndArray();
        json.Reference("custodian", $"Organization/{record.OrganizationId}", record.OrganizationDisplay);
        if (record.Description is { } description) json.WriteString("description", description);
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteStartObject("attachment");
        json.WriteString("contentType", record.ContentType);
        json.WriteString("url", $"{MessageSystem}:{record.MessageId}");
        if (record.Length <= int.MaxValue) json.WriteNumber("size", record.Length);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    });
}
