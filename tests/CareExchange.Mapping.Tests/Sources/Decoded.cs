using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Tests.Sources;

/// <summary>Table messages read with a declaration in the test's own words.</summary>
internal static class Decoded
{
    public static readonly Encoding Cp949 = CodePagesEncodingProvider.Instance.GetEncoding(949)!;

    public static Outcome<SourceMessage> Csv(byte[] bytes, string columns, string encoding = "auto") => Csv(bytes, columns, encoding, ",");

    public static Outcome<SourceMessage> Csv(string text, string columns) => Csv(Encoding.UTF8.GetBytes(text), columns);

    public static Outcome<SourceMessage> Csv(byte[] bytes, string columns, string encoding, string delimiter) =>
        new CsvSource(Declared($$"""{ "format": "csv", "encoding": "{{encoding}}", "delimiter": "{{delimiter}}", "columns": [ {{columns}} ] }""", "csv"), Schema.R4, "+09:00").Read(bytes);

    public static Outcome<SourceMessage> Xlsx(byte[] bytes, string sheets) =>
        new XlsxSource(Declared($$"""{ "format": "xlsx", "sheets": [ {{sheets}} ] }""", "xlsx"), Schema.R4, "+09:00").Read(bytes);

    public static string Json(Outcome<SourceMessage> outcome)
    {
        Assert.Empty(outcome.Issues);
        return Encoding.UTF8.GetString(outcome.Value!.Document.Utf8.Span);
    }

    public static SourcePosition At(Outcome<SourceMessage> outcome, Func<Element, Element> path) => outcome.Value!.Locate(path(outcome.Value.Document.Root));

    private static TableDeclaration Declared(string json, string format)
    {
        var outcome = TableDeclarationReader.Read(Encoding.UTF8.GetBytes(json), format, Schema.R4);
        Assert.Empty(outcome.Issues);
        return outcome.Value!;
    }
}
