using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources.Xml;

namespace CareExchange.Mapping.Sources.Cda;

/// <summary>CDA R2 documents as a tree of the logical model's names.</summary>
/// <remarks>
/// Every element is an object: attributes are its strings, its text is <c>xmlText</c>, <c>xsi:type</c> is <c>xsiType</c>, <c>sdtc:x</c> is <c>sdtcX</c>.
/// Times are FHIR dateTimes; one that cannot be read stands as <c>invalidValue</c> with a warning. A section's text is <c>text.xhtml</c> (a FHIR
/// narrative div) and <c>text.xmlText</c>; what an entry says by reference into that text stands as the entry's own <c>xmlText</c>.
/// Beside <c>codeSystem</c> stands <c>codeSystemUri</c>, beside an identifier's <c>root</c> and <c>extension</c> its FHIR <c>system</c> and <c>value</c>.
/// </remarks>
internal sealed class CdaSource(Schema schema, string utcOffset) : IMessageSource
{
    public Outcome<SourceMessage> Read(ReadOnlyMemory<byte> message)
    {
        var dialect = new CdaDialect(utcOffset);
        var root = XmlTreeReader.Read(message.Span, dialect);
        if (root.Value is not { } document) return Outcome.Failure<SourceMessage>(root.Issues);
        if (document.Place != "/ClinicalDocument")
        {
            return Issue.Error("structure", "cda-root", "The document is no CDA R2 document.", "CDA R2 문서가 아닙니다.") with
            {
                Line = document.Line, Column = document.Column, Expression = document.Place, Expected = "ClinicalDocument in urn:hl7-org:v3", Found = document.Place.TrimStart('/'),
            };
        }

        dialect.ResolveReferences();
        return SourceTree.Write(document, schema, dialect.Issues);
    }
}
