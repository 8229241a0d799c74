using System.Globalization;
using System.Runtime.CompilerServices;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CsvHelper;
using CsvHelper.Configuration;

namespace CareExchange.Mapping.Sources;

/// <summary>CSV (RFC 4180) with a heading: <c>{ "rows": [ {…}, … ] }</c>.</summary>
internal sealed class CsvSource(TableDeclaration declaration, Schema schema, string utcOffset) : ITableSource
{
    private readonly TableSheet _table = declaration.Tables[0];

    public Outcome<SourceMessage> Read(ReadOnlyMemory<byte> message) => Read(message, null, out _);

    public TableReading Read(ReadOnlyMemory<byte> message, IReadOnlySet<SourceRow> without)
    {
        Read(message, without, out var reading);
        return reading;
    }

    private Outcome<SourceMessage> Read(ReadOnlyMemory<byte> message, IReadOnlySet<SourceRow>? without, out TableReading reading)
    {
        var decoded = TextDecoding.Decode(message.Span, declaration.Encoding);
        if (decoded.Value is { } text)
        {
            using var writer = new TableWriter(utcOffset, without);
            Read(text, writer);
            reading = writer.Finish(schema);
        }
        else
        {
            reading = new(Outcome.Failure<SourceMessage>(decoded.Issues), null, 0);
        }

        return reading.Message;
    }

    private void Read(string text, TableWriter writer)
    {
        var told = TextSeparator.IsTold(text, out var separator);
        var isBroken = new StrongBox<bool>();
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = (declaration.Delimiter ?? (told ? separator : TextSeparator.Sniff(text, _table))).ToString(),
            HasHeaderRecord = false, IgnoreBlankLines = false, BadDataFound = _ => isBroken.Value = true,
        };
        using var reader = new StringReader(text);
        using var parser = new CsvParser(reader, configuration);
        if (told) parser.Read();
        Read(parser, writer, isBroken);
    }

    private void Read(CsvParser parser, TableWriter writer, StrongBox<bool> isBroken)
    {
        TableColumns? columns = null;
        List<string[]> head = [];
        int[] labels = [];
        var line = parser.RawRow + 1;
        for (; !writer.IsFull && parser.Read(); line = parser.RawRow + 1)
        {
            // Taking the fields is what makes the parser look at their quotes.
            var fields = parser.Record!;
            if (isBroken.Value)
            {
                // Where a quote is wrong, no later field can be trusted to be one.
                writer.Issues.Add(Syntax("csv-quote", "A quote stands where none may, or is not closed.", "따옴표가 잘못된 자리에 있거나 닫히지 않았습니다.", line, "quotes around the field, doubled inside", null));
                return;
            }

            if (columns is not null)
            {
                if (!IsBlank(fields)) Row(fields, columns, labels, line, writer);
                continue;
            }

            // Titles above the heading are counted by their lines; empty lines above it are not, unless it is said where it stands.
            if (IsBlank(fields) && head.Count == 0 && _table.HeaderRow == 1) continue;
            head.Add(fields);
            if (head.Count < _table.HeaderRow + _table.HeaderRows - 1) continue;
            columns = TableColumns.Bind(_table, Headings(head), line, "csv", writer.Issues);
            labels = [.. Enumerable.Range(0, columns.Count).Select(i => writer.Cells.AddLabel(columns[i].Name))];
            if (writer.Issues.Count > 0) return;
            Titles(head, writer);
            writer.StartRows(_table.Property, "");
        }

        if (columns is null) writer.Issues.Add(Syntax("csv-empty", "The text has no heading line.", "머리글 행이 없습니다.", 1, "a heading line", null));
        else writer.EndRows();
    }

    /// <summary>Of a heading in several lines, an empty field above the last belongs to the one on its left: spreadsheets write merged cells so.</summary>
    private List<string> Headings(List<string[]> head)
    {
        var lines = head.Skip(_table.HeaderRow - 1).Select(line => line.Select(field => field.Trim()).ToArray()).ToList();
        var width = lines.Max(line => line.Length);
        if (lines.Count == 1) return [.. lines[0]];
        List<string> headings = [];
        for (var column = 0; column < width; column++)
        {
            headings.Add(HeadingText.Join(lines.Select((line, i) =>
            {
                var at = Math.Min(column, line.Length - 1);
                while (i < lines.Count - 1 && at > 0 && line[at].Length == 0) at--;
                return column >= line.Length && i == lines.Count - 1 ? "" : line[at];
            })));
        }

        return headings;
    }

    // What stands above the heading is kept by its place, so that it is not lost in silence.
    private void Titles(List<string[]> head, TableWriter writer)
    {
        if (_table.HeaderRow == 1) return;
        var label = writer.Cells.AddLabel(_table.Property + "Head");
        writer.StartRow(_table.Property + "Head", 1, label);
        for (var row = 0; row < _table.HeaderRow - 1; row++)
        {
            for (var i = 0; i < head[row].Length; i++)
            {
                var address = SourceCells.ColumnName(i + 1) + (row + 1).ToString(CultureInfo.InvariantCulture);
                if (head[row][i].Trim() is { Length: > 0 } title) writer.Write(new(address, address), new(title, IsDate: false), row + 1, i + 1, label);
            }
        }

        writer.EndRow();
    }

    private static void Row(string[] fields, TableColumns columns, int[] labels, int line, TableWriter writer)
    {
        if (!writer.TakesRow(line)) return;
        if (fields.Length != columns.Count)
        {
            var at = Math.Min(fields.Length, columns.Count);
            writer.Fail(Syntax("csv-field-count", "A row has another number of fields than the heading.", "행의 필드 수가 머리글과 다릅니다.", line, $"{columns.Count}", $"{fields.Length}") with
            {
                Column = at + 1, Expression = at < columns.Count ? columns[at].Name : null,
            });
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
        Issue.Error("structure", rule, english, korean) with { Line = line, Column = 1, Expected = expected, Found = found };
}
