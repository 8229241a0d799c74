using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace CareExchange.Mapping.Tests;

/// <summary>Writes a small .xlsx: text, numbers and (as DateTime) date cells.</summary>
internal static class Workbook
{
    public static byte[] Write(params (string Name, object?[][] Rows)[] sheets) => Write([], isFrom1904: false, sheets);

    /// <param name="merged">Ranges such as <c>B1:C1</c>, merged in every sheet.</param>
    /// <param name="isFrom1904">Days are counted from 1904.</param>
    /// <param name="sheets">The sheets; a cell of <see cref="Calculated"/> is a formula.</param>
    public static byte[] Write(string[] merged, bool isFrom1904, params (string Name, object?[][] Rows)[] sheets)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            const string Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            Add(archive, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
            Add(archive, "_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Rel}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add(archive, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Rel}\"><workbookPr date1904=\"{(isFrom1904 ? 1 : 0)}\"/><sheets>{string.Concat(sheets.Select((sheet, i) => $"<sheet name=\"{SecurityElement.Escape(sheet.Name)}\" sheetId=\"{i + 1}\" r:id=\"s{i + 1}\"/>"))}</sheets></workbook>");
            Add(archive, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(sheets.Select((_, i) => $"<Relationship Id=\"s{i + 1}\" Type=\"{Rel}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"))}<Relationship Id=\"st\" Type=\"{Rel}/styles\" Target=\"styles.xml\"/></Relationships>");
            Add(archive, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>");
            for (var i = 0; i < sheets.Length; i++) Add(archive, $"xl/worksheets/sheet{i + 1}.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{string.Concat(sheets[i].Rows.Select(Row))}</sheetData>{(merged.Length == 0 ? "" : $"<mergeCells count=\"{merged.Length}\">{string.Concat(merged.Select(range => $"<mergeCell ref=\"{range}\"/>"))}</mergeCells>")}</worksheet>");
        }

        return stream.ToArray();
    }

    /// <summary>A formula with what it was calculated to: null for never, text that begins with # for an error.</summary>
    public sealed record Calculated(string Formula, object? Value);

    private static string Row(object?[] cells, int row) => $"<row r=\"{row + 1}\">{string.Concat(cells.Select((cell, column) => Cell(cell, $"{(char)('A' + column)}{row + 1}")))}</row>";

    private static string Cell(object? value, string address) => value switch
    {
        null => "",
        DateTime date => $"<c r=\"{address}\" s=\"1\"><v>{date.ToOADate().ToString(CultureInfo.InvariantCulture)}</v></c>",
        Calculated { Value: null } formula => $"<c r=\"{address}\"><f>{formula.Formula}</f></c>",
        Calculated { Value: string text } formula => $"<c r=\"{address}\" t=\"{(text.StartsWith('#') ? "e" : "str")}\"><f>{formula.Formula}</f><v>{SecurityElement.Escape(text)}</v></c>",
        Calculated formula => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{address}\"><f>{formula.Formula}</f><v>{formula.Value}</v></c>"),
        string text => $"<c r=\"{address}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(text)}</t></is></c>",
        _ => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{address}\"><v>{value}</v></c>"),
    };

    private static void Add(ZipArchive archive, string path, string xml)
    {
        using var entry = archive.CreateEntry(path).Open();
        entry.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml));
    }
}
