using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Xml;

namespace CareExchange.Mapping.Writers;

/// <summary>A FHIR resource as it is: JSON, or R4 XML.</summary>
internal sealed class FhirWriter(Schema schema, bool isXml) : IMessageWriter
{
    public byte[] Write(Element root, WriterIssues issues)
    {
        var json = root.Raw.ToArray();
        if (!isXml) return json;
        using var document = FhirDocument.Parse(json, schema).Value;
        return document is null ? json : FhirXml.Write(document.Root, isIndented: true);
    }
}
