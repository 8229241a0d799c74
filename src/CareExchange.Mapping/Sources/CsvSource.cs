using System.Globalization;
using System.Runtime.CompilerServices;
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
        var isBroken = new StrongBox<bool>();
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = declaration.Delimiter, HasHeaderRecord = false, IgnoreBlankLines = false, BadDataFound = _ => isBroken.Value = true,
        };
        using var parser = new CsvParser(reader, configuration);
        Read(parser, writer, isBroken);
        return writer.Finish(schema);
    }

    private void Read(CsvParser parser, TableWriter writer, StrongBox<bool> isBroken)
    {
        TableColumns? columns = null;
        int[] labels = [];
        var line = 1;
        for (; parser.Read() && !writer.IsFull; line = parser.RawRow + 1)
        {
            // Taking the fields is what makes the parser look at their quotes.
            var fields = parser.Record!;
            if (isBroken.Value)
            {
                // Where a quote is wrong, no later field can be trusted to be one.
                writer.Issues.Add(Syntax("csv-quote", "A quote stands where none may, or is not closed.", "따옴표가 잘못된 자리에 있거나 닫히지 않았습니다.", line, "quotes around the field, doubled inside", null));
                return;
            }

            if (IsBlank(fields)) continue;
            if (columns is null)
            {
                columns = TableColumns.Bind(_table, [.. fields.Select(field => field.Trim())], line, "csv", writer.Issues);
                labels = [.. Enumerable.Range(0, columns.Count).Select(i => writer.Cells.AddLabel(columns[i].Name))];
                if (writer.Issues.Count > 0) return;
                writer.StartRows(_table.Property);
                continue;
            }

            Row(fields, columns, labels, line, writer);
        }

        if (columns is null) writer.Issues.Add(Syntax("csv-empty", "The text has no heading line.", "머리글 행이 없습니다.", 1, "a heading line", null));
        else if (writer.Issues.Count == 0) writer.EndRows();
    }

    private static void Row(string[] fields, TableColumns columns, int[] labels, int line, TableWriter writer)
    {
        if (fields.Length != columns.Count)
        {
            writer.Issues.Add(Syntax("csv-field-count", "A row has another number of fields than the heading.", "행의 필드 수가 머리글과 다릅니다.", line, $"{columns.Count}", $"{fields.Length}"));
            return;
        }

        writer.StartRow(null, line, labels[0]);
        for (var i = 0; i < columns.Count; i++)
        {
            var value = fields[i].Trim();
            if (value.Length > 0) writer.Write(columns[i], new(value, IsDate: false), line, i + 1, labels[i]);
            else if (columns[i].IsFilled) writer.Missing(line, i + 1, labels[i]);
        }

        writer.EndRow();
    }

    // Spreadsheets end their exports with lines of nothing but delimiters.
    private static bool IsBlank(string[] fields)
    {
        foreach (var field in fields)
        {
            if (!string.IsNullOrWhiteSpace(field)) return false;
        }

        return true;
    }

    private static Issue Syntax(string rule, string english, string korean, int line, string expected, string? found) =>
        Issue.Error("structure", rule, english, korean) with { Line = line, Expected = expected, Found = found };
}
