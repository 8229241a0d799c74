using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Xml;

namespace CareExchange.Exchange.Interactions;

/// <summary>A resource as it was sent.</summary>
/// <param name="Bytes">Its text.</param>
/// <param name="IsXml">True for R4 XML, false for R4 JSON.</param>
public readonly record struct ResourceBody(ReadOnlyMemory<byte> Bytes, bool IsXml = false)
{
    /// <summary>Reads the text. What is stored is JSON either way.</summary>
    /// <returns>The document with what was remarked; or everything that is wrong with the writing, with line and column of the text as sent.</returns>
    public Outcome<FhirDocument> Read(Schema schema)
    {
        if (!IsXml) return FhirDocument.Parse(Bytes, schema);
        var (document, issues) = FhirXml.Read(Bytes, schema);
        return document is null || issues.Any(issue => issue.IsError) ? Outcome.Failure<FhirDocument>(issues) : Outcome.Success(document, issues);
    }
}
