using System.Globalization;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CsvHelper;
using CsvHelper.Configuration;

namespace CareExchange.Mapping.Sources;

/// <summary>CSV (RFC 4180) with a heading line: <c>{ "rows": [ {…}, … ] }</c>.</summary>
internal sealed class CsvSource(TableDeclaration declaration, Schema schema, string utcOffset) : IMessageSource
{
    private readonly TableSheet _table = declaration.Tables[0];

    public Outcome<SourceMessage> Read(ReadOnlyMemory<byte> message)
    {
        var decoded = TextDecoding.Decode(message.Span, declaration.Encoding);
        if (decoded.Value is not { } text) return Outcome.Failure<SourceMessage>(decoded.Issues);
        using var writer = new TableWriter(utcOffset);
        using var reader = new StringReader(text);
        var badLine = 0;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = declaration.Delimiter, HasHeaderRecord = false, IgnoreBlankLines = false, BadDataFound = args => badLine = badLine == 0 ? args.Context.Parser!.RawRow : badLine,
        };
        using var parser = new CsvParser(reader, configuration);
        Read(parser, writer);
        if (badLine > 0) writer.Issues.Add(Syntax("csv-quote", "A quote stands inside a field that has none around it.", "따옴표로 감싸지 않은 필드 안에 따옴표가 있습니다.", badLine, "quotes around the field, doubled inside", null));
        return writer.Finish(schema);
    }

    private void Read(CsvParser parser, TableWriter writer)
    {
        TableColumns? columns = null;
        int[] labels = [];
        var line = 1;
        for (; parser.Read() && !writer.IsFull; line = parser.RawRow + 1)
        {
            if (IsBlank(parser)) continue;
            if (columns is null)
            {
                columns = TableColumns.Bind(_table, [.. Enumerable.Range(0, parser.Count).Select(i => parser[i].Trim())], line, "csv", writer.Issues);
                labels = [.. Enumerable.Range(0, columns.Count).Select(i => writer.Cells.AddLabel(columns[i].Name))];
                if (writer.Issues.Count > 0) break;
                writer.StartRows(_table.Property);
                continue;
            }

            Row(parser, columns, labels, line, writer);
        }

        if (columns is null) writer.Issues.Add(Syntax("csv-empty", "The text has no heading line.", "머리글 행이 없습니다.", 1, "a heading line", null));
        else if (writer.Issues.Count == 0) writer.EndRows();
    }

    private static void Row(CsvParser parser, TableColumns columns, int[] labels, int line, TableWriter writer)
    {
        if (parser.Count != columns.Count)
        {
            writer.Issues.Add(Syntax("csv-field-count", "A row has another number of fields than the heading.", "행의 필드 수가 머리글과 다릅니다.", line, $"{columns.Count}", $"{parser.Count}"));
            return;
        }

        writer.StartRow(null, line, labels[0]);
        for (var i = 0; i < columns.Count; i++)
        {
            var value = parser[i].Trim();
            if (value.Length > 0) writer.Write(columns[i], new(value, IsDate: false), line, i + 1, labels[i]);
            else if (columns[i].IsFilled) writer.Missing(columns[i], line, i + 1);
        }

        writer.EndRow();
    }

    // Spreadsheets end their exports with lines of nothing but delimiters.
    private static bool IsBlank(CsvParser parser)
    {
        for (var i = 0; i < parser.Count; i++)
        {
            if (!string.IsNullOrWhiteSpace(parser[i])) return false;
        }

        return true;
    }

    private static Issue Syntax(string rule, string english, string korean, int line, string expected, string? found) =>
        Issue.Error("structure", rule, english, korean) with { Line = line, Expected = expected, Found = found };
}
