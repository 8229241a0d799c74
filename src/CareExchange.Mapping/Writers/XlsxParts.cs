using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CareExchange.Mapping.Sources;
using CareExchange.Mapping.Writers.Xml;

namespace CareExchange.Mapping.Writers;

/// <summary>The XML of a workbook's parts.</summary>
internal static partial class XlsxParts
{
    /// <summary>Cell styles: as it is, text, day, moment, heading.</summary>
    public const int Plain = 0, Words = 1, Day = 2, Moment = 3, Heading = 4;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    /// <summary>The parts beside the sheets.</summary>
    /// <param name="sheets">Their names.</param>
    public static IEnumerable<(string Path, string Xml)> Fixed(IReadOnlyList<string> sheets)
    {
        var numbers = Enumerable.Range(1, sheets.Count).ToList();
        yield return ("[Content_Types].xml", $"{Head}<Types xmlns=\"{Package}content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{Types}sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{Types}styles+xml\"/>{string.Concat(numbers.Select(number => $"<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{Types}worksheet+xml\"/>"))}</Types>");
        yield return ("_rels/.rels", $"{Head}<Relationships xmlns=\"{Package}relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        yield return ("xl/workbook.xml", $"{Head}<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>{string.Concat(numbers.Select(number => $"<sheet name=\"{XmlEscape.Attribute(sheets[number - 1])}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>"))}</sheets></workbook>");
        yield return ("xl/_rels/workbook.xml.rels", $"{Head}<Relationships xmlns=\"{Package}relationships\">{string.Concat(numbers.Select(number => $"<Relationship Id=\"rId{number}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"))}<Relationship Id=\"rId{sheets.Count + 1}\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>");
        yield return ("xl/styles.xml", $"{Head}<styleSheet xmlns=\"{Main}\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"5\"><xf/><xf numFmtId=\"49\" applyNumberFormat=\"1\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/><xf numFmtId=\"165\" applyNumberFormat=\"1\"/><xf fontId=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>");
    }

    public static void OpenSheet(StringBuilder xml) => xml.Append(Head).Append("<worksheet xmlns=\"").Append(Main).Append("\"><sheetFormatPr defaultColWidth=\"16\" defaultRowHeight=\"15\"/><sheetData>");

    public static void CloseSheet(StringBuilder xml) => xml.Append("</sheetData></worksheet>");

    public static void OpenRow(StringBuilder xml, int row) => xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{row}\">");

    public static void CloseRow(StringBuilder xml) => xml.Append("</row>");

    public static void Text(StringBuilder xml, int column, int row, string text, int style)
    {
        // ECMA-376 22.9.2.19: what looks like the escape of a character would be read as that character.
        var written = Escaped().Replace(text, "_x005F$0");
        xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{SourceCells.ColumnName(column)}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">").Append(XmlEscape.Text(written)).Append("</t></is></c>");
    }

    public static void Value(StringBuilder xml, int column, int row, string number, int style) =>
        xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{SourceCells.ColumnName(column)}{row}\" s=\"{style}\"><v>{number}</v></c>");

    /// <summary>What a cell's number is; null where the text stays text: digits that a spreadsheet would round, days before its calendar.</summary>
    public static string? Number(TableColumn column, string text)
    {
        if (column.Type is ColumnType.Integer or ColumnType.Decimal) return text.Count(char.IsAsciiDigit) <= 15 ? text : null;
        if (column.Type is not (ColumnType.Date or ColumnType.DateTime) || column.Formats is not null) return null;
        string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss"];
        return DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) && moment >= new DateTime(1900, 3, 1)
            ? moment.ToOADate().ToString("R", CultureInfo.InvariantCulture)
            : null;
    }

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Escaped();
}
