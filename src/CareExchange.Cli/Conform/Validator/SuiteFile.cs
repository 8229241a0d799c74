using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Xml;

namespace CareExchange.Cli.Conform.Validator;

/// <summary>A resource file, JSON or XML.</summary>
internal static class SuiteFile
{
    /// <summary>The document and what its reader found; no document where it cannot be read.</summary>
    public static (FhirDocument? Document, IReadOnlyList<Issue> Issues) Read(ReadOnlyMemory<byte> bytes, Schema schema)
    {
        if (FhirXml.Looks(bytes.Span)) return FhirXml.Read(bytes, schema);
        var outcome = FhirDocument.Parse(bytes, schema);
        return (outcome.Value, outcome.Issues);
    }
}
