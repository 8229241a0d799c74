using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Xml;

namespace CareExchange.Cli.Input;

/// <summary>A resource as it lies in a file: JSON or XML by its first character, whatever the name ends in.</summary>
internal static class ResourceFile
{
    /// <summary>Reads bytes; the document is null where there is none to be had.</summary>
    public static (FhirDocument? Document, IReadOnlyList<Issue> Issues) Read(ReadOnlyMemory<byte> bytes, Schema schema)
    {
        if (FhirXml.Looks(bytes.Span)) return FhirXml.Read(bytes, schema);
        var hasMark = bytes.Span.StartsWith("\uFEFF"u8);
        var outcome = FhirDocument.Parse(hasMark ? bytes[3..] : bytes, schema);
        return (outcome.Value, hasMark ? [Mark, .. outcome.Issues] : outcome.Issues);
    }

    // Editors leave the mark behind, and RFC 8259 §8.1 lets a reader overlook it; on the wire the gateway refuses it.
    private static Issue Mark => Issue.Warning("structure", "json-bom", "JSON begins with a byte order mark.", "JSON 앞에 바이트 순서 표시(BOM)가 있습니다.") with { Line = 1, Column = 1, Expected = "no byte order mark" };
}
