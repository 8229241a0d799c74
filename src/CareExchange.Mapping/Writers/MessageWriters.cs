using CareExchange.Fhir.Definitions;
using CareExchange.Mapping.Writers.Cda;
using CareExchange.Mapping.Writers.Hl7v2;
using CareExchange.Mapping.Writers.Xml;

namespace CareExchange.Mapping.Writers;

/// <summary>The formats in which a manifest may send, and what writes each.</summary>
internal static class MessageWriters
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["json", "csv", "xlsx", "hl7v2", "xml", "cda", "fhir"];

    /// <summary>True for a format whose columns must be declared.</summary>
    public static bool IsTable(string format) => format is "csv" or "xlsx";

    /// <summary>The character sets in which a format may be written; the first one where nothing is said.</summary>
    public static IReadOnlyList<string> Charsets(string format) => format switch
    {
        "csv" => ["utf-8", "utf-8-bom", "utf-16", "cp949"],
        "hl7v2" => ["utf-8", "cp949", "ascii"],
        "xml" or "cda" => ["utf-8", "cp949"],
        _ => ["utf-8"],
    };

    /// <summary>The usual ending of a file's name.</summary>
    public static string Ending(string format) => format switch
    {
        "hl7v2" => "hl7",
        "cda" => "xml",
        "fhir" => "json",
        _ => format,
    };

    /// <summary>The writer of a format.</summary>
    /// <param name="format">One of <see cref="Formats"/>; a table needs <see cref="WriterSettings.Table"/>.</param>
    /// <param name="contentType">The media type; of FHIR it says whether JSON or XML.</param>
    /// <param name="settings">How.</param>
    /// <param name="schema">Reads what is FHIR.</param>
    public static IMessageWriter Create(string format, string contentType, WriterSettings settings, Schema schema) => format switch
    {
        "csv" => new CsvTableWriter(settings),
        "xlsx" => new XlsxTableWriter(settings),
        "hl7v2" => new Hl7v2Writer(settings),
        "xml" => new XmlTreeWriter(settings),
        "cda" => new CdaWriter(settings),
        "fhir" => new FhirWriter(schema, contentType.Contains("xml", StringComparison.Ordinal)),
        _ => new JsonTreeWriter(settings),
    };
}
