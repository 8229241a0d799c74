using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Cli.Conform.Validator;

/// <summary>A resource file, JSON or XML.</summary>
internal static class SuiteFile
{
    /// <summary>The document and what its reader found; no document where it cannot be read.</summary>
    public static (FhirDocument? Document, IReadOnlyList<Issue> Issues) Read(ReadOnlyMemory<byte> bytes, Schema schema)
    {
        if (IsXml(bytes.Span)) return (null, []);
        var outcome = FhirDocument.Parse(bytes, schema);
        return (outcome.Value, outcome.Issues);
    }

    /// <summary>Whether text is XML.</summary>
    public static bool IsXml(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        return bytes.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }
}
