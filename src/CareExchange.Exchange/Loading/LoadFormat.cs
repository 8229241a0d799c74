namespace CareExchange.Exchange.Loading;

/// <summary>How a source holds its resources.</summary>
public enum LoadFormat
{
    /// <summary>NDJSON: one resource a line (Bulk Data Access IG, http://hl7.org/fhir/uv/bulkdata); a line may be a Bundle.</summary>
    Lines,

    /// <summary>One JSON document: a Bundle, or one resource.</summary>
    Document,

    /// <summary>One XML document.</summary>
    XmlDocument,
}
