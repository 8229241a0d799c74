using System.Globalization;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Writers;

/// <summary>CSV (RFC 4180): a heading line with every declared column, one line a row, CRLF.</summary>
/// <remarks>A text that a spreadsheet would run as a formula gets an apostrophe before it, with a warning; a character that the set lacks is an issue.</remarks>
internal sealed class CsvTableWriter(WriterSettings settings) : IMessageWriter
{
    private readonly WriterCharset _charset = settings.Charset ?? WriterCharset.Utf8;
    private readonly string _delimiter = (settings.Table!.Delimiter ?? ',').ToString();
    private readonly IReadOnlyList<TableColumn> _columns = settings.Table!.Tables[0].Columns;

    public byte[] Write(Element root, WriterIssues issues)
    {
        var text = new StringBuilder();
        for (var i = 0; i < _columns.Count; i++) Cell(text, i, _columns[i].Name);
        text.Append("\r\n");
        var number = 0;
        foreach (var row in root.Children())
        {
            if (row.JsonName != settings.Table!.Tables[0].Property || row.HasValue)
            {
                issues.Add(Issue.Error("structure", "table-unknown", "The tree has something that is no row of the table.", "표의 행이 아닌 항목이 있습니다.") with { Expected = settings.Table!.Tables[0].Property, Found = row.JsonName }, row);
                continue;
            }

            Row(text, row, ++number, issues);
        }

        return issues.HasErrors ? [] : _charset.Encode(text.ToString());
    }

    private void Row(StringBuilder text, Element row, int number, WriterIssues issues)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"row {number} {_columns[i].Name}");
            var value = TableCell.Text(_columns[i], row, place, settings.UtcOffset, issues) ?? "";
            var at = row[_columns[i].Property];
            if (_charset.Missing(value) is { } missing) issues.AddCharacter("csv-character", _charset.Name, missing, place, at);
            Cell(text, i, Guarded(_columns[i], value, place, at, issues));
        }

        TableCell.Unknown(_columns, row, string.Create(CultureInfo.InvariantCulture, $"row {number}"), issues);
        text.Append("\r\n");
    }

    // A cell of a person's own words must not run on the machine of whoever opens the file. Full-width signs count where the keyboard is East Asian.
    private string Guarded(TableColumn column, string value, string place, Element at, WriterIssues issues)
    {
        if (!settings.GuardsFormulas || column.Type is ColumnType.Integer or ColumnType.Decimal || value is not ['=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠', ..]) return value;
        issues.Add(Issue.Warning("value", "csv-formula", "A text that a spreadsheet would take for a formula is marked as text.", "수식으로 해석될 수 있는 글에 따옴표 표시를 붙였습니다.") with { Expression = place, Expected = "no sign of a formula at the start", Found = value[..1] }, at);
        return "'" + value;
    }

    private void Cell(StringBuilder text, int column, string value)
    {
        if (column > 0) text.Append(_delimiter);
        var isQuoted = value.Contains(_delimiter, StringComparison.Ordinal) || value.AsSpan().ContainsAny('"', '\r', '\n') || (value.Length > 0 && (char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1])));
        if (isQuoted) text.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        else text.Append(value);
    }
}
