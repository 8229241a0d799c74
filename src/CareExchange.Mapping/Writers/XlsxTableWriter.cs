using System.Globalization;
using System.IO.Compression;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Json;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Sources;

namespace CareExchange.Mapping.Writers;

/// <summary>An Excel workbook (.xlsx, ECMA-376): a sheet for each declared one, rows under a heading or a form of labels and values.</summary>
/// <remarks>Texts are inline strings and so never formulas; dates are date cells unless the column declares a form of its own. The same tree gives the same bytes.</remarks>
internal sealed class XlsxTableWriter(WriterSettings settings) : IMessageWriter
{
    /// <summary>What a cell may hold (Excel's specification).</summary>
    private const int MaxText = 32_767;

    private const int MaxRows = 1_048_576;

    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public byte[] Write(Element root, WriterIssues issues)
    {
        var tables = settings.Table!.Tables;
        foreach (var child in root.Children())
        {
            if (tables.Any(table => table.Property == child.JsonName && child.Kind == JsonKind.Object)) continue;
            issues.Add(Issue.Error("structure", "table-unknown", "The tree has something that is in no sheet.", "어느 시트에도 없는 항목이 있습니다.") with { Expected = string.Join(", ", tables.Select(table => table.Property)), Found = child.JsonName }, child);
        }

        var sheets = tables.Select(table => Sheet(table, root, issues)).ToList();
        if (issues.HasErrors) return [];
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, xml) in XlsxParts.Fixed([.. tables.Select(table => table.Sheet)])) Add(archive, path, xml);
            for (var i = 0; i < sheets.Count; i++) Add(archive, string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{i + 1}.xml"), sheets[i]);
        }

        return stream.ToArray();
    }

    private string Sheet(TableSheet table, Element root, WriterIssues issues)
    {
        var xml = new StringBuilder();
        XlsxParts.OpenSheet(xml);
        if (table.IsForm) Form(table, root, xml, issues);
        else Rows(table, root, xml, issues);
        XlsxParts.CloseSheet(xml);
        return xml.ToString();
    }

    private void Rows(TableSheet table, Element root, StringBuilder xml, WriterIssues issues)
    {
        var row = table.HeaderRow;
        XlsxParts.OpenRow(xml, row);
        for (var i = 0; i < table.Columns.Count; i++) XlsxParts.Text(xml, i + 1, row, table.Columns[i].Name, XlsxParts.Heading);
        XlsxParts.CloseRow(xml);
        foreach (var item in root.Children(table.Property))
        {
            if (++row > MaxRows)
            {
                issues.Add(Issue.Error("too-long", "xlsx-rows", "A sheet has more rows than a workbook can hold.", "시트에 담을 수 있는 행 수를 넘었습니다.") with { Expression = table.Sheet, Expected = $"at most {MaxRows} rows" }, item);
                return;
            }

            XlsxParts.OpenRow(xml, row);
            for (var i = 0; i < table.Columns.Count; i++) Cell(table, table.Columns[i], item, i + 1, row, xml, issues);
            XlsxParts.CloseRow(xml);
            TableCell.Unknown(table.Columns, item, string.Create(CultureInfo.InvariantCulture, $"{table.Sheet}!{row}"), issues);
        }
    }

    private void Form(TableSheet table, Element root, StringBuilder xml, WriterIssues issues)
    {
        Element only = default;
        foreach (var item in root.Children(table.Property))
        {
            if (only.Exists) issues.Add(Issue.Error("structure", "table-repeated", "A form would be filled in twice.", "한 서식에 두 건이 들어갑니다.") with { Expression = table.Sheet, Expected = "one" }, item);
            else only = item;
        }

        for (var i = 0; i < table.Columns.Count; i++)
        {
            XlsxParts.OpenRow(xml, i + 1);
            XlsxParts.Text(xml, table.LabelColumn, i + 1, table.Columns[i].Name, XlsxParts.Heading);
            if (only.Exists) Cell(table, table.Columns[i], only, table.ValueColumn, i + 1, xml, issues);
            XlsxParts.CloseRow(xml);
        }

        if (only.Exists) TableCell.Unknown(table.Columns, only, table.Sheet, issues);
    }

    private void Cell(TableSheet table, TableColumn column, Element row, int number, int line, StringBuilder xml, WriterIssues issues)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{table.Sheet}!{SourceCells.ColumnName(number)}{line}");
        if (TableCell.Text(column, row, place, settings.UtcOffset, issues) is not { } text) return;
        if (column.Split is null && XlsxParts.Number(column, text) is { } value)
        {
            XlsxParts.Value(xml, number, line, value, column.Type == ColumnType.Date ? XlsxParts.Day : column.Type == ColumnType.DateTime ? XlsxParts.Moment : XlsxParts.Plain);
            return;
        }

        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (text.Length > MaxText) issues.Add(Issue.Error("too-long", "xlsx-text", "A text is longer than a cell can hold.", "글이 한 칸에 담을 수 있는 길이를 넘었습니다.") with { Expression = place, Expected = $"at most {MaxText} characters", Found = $"{text.Length}" }, row[column.Property]);
        if (Xml.XmlEscape.Missing(text) is { } missing) issues.AddCharacter("xlsx-character", "XML 1.0", missing, place, row[column.Property]);
        else XlsxParts.Text(xml, number, line, text, XlsxParts.Words);
    }

    private static void Add(ZipArchive archive, string path, string xml)
    {
        var entry = archive.CreateEntry(path, CompressionLevel.Optimal);
        entry.LastWriteTime = Epoch;
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(xml));
    }
}
