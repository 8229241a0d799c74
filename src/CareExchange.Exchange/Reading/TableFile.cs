using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace CareExchange.Exchange.Reading;

/// <summary>A table as a file that an office opens: CSV (RFC 4180, with the mark by which spreadsheets know UTF-8) or XLSX (ECMA-376, one sheet of texts and numbers).</summary>
public static class TableFile
{
    /// <summary>Media type of CSV.</summary>
    public const string CsvType = "text/csv; charset=utf-8";

    /// <summary>Media type of XLSX.</summary>
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it: names come from outside.</summary>
    public static byte[] Csv(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        Line(text, head);
        foreach (var row in rows) Line(text, row);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>XLSX.</summary>
    public static byte[] Xlsx(string name, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<object>> rows)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "[Content_Types].xml", xml =>
            {
                xml.WriteStartElement("Types", Package + "content-types");
                Element(xml, "Default", ("Extension", "rels"), ("ContentType", "application/vnd.openxmlformats-package.relationships+xml"));
                Element(xml, "Override", ("PartName", "/xl/workbook.xml"), ("ContentType", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"));
                Element(xml, "Override", ("PartName", "/xl/worksheets/sheet1.xml"), ("ContentType", "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"));
            });
            Relationship(zip, "_rels/.rels", Office + "/officeDocument", "xl/workbook.xml");
            Relationship(zip, "xl/_rels/workbook.xml.rels", Office + "/worksheet", "worksheets/sheet1.xml");
            Part(zip, "xl/workbook.xml", xml =>
            {
                xml.WriteStartElement("workbook", Sheet);
                xml.WriteStartElement("sheets");
                xml.WriteStartElement("sheet");
                xml.WriteAttributeString("name", name.Length > 31 ? name[..31] : name);
                xml.WriteAttributeString("sheetId", "1");
                xml.WriteAttributeString("r", "id", Office, "rId1");
            });
            Part(zip, "xl/worksheets/sheet1.xml", xml =>
            {
                xml.WriteStartElement("worksheet", Sheet);
                xml.WriteStartElement("sheetData");
                var number = 0;
                foreach (var row in (IEnumerable<IReadOnlyList<object>>)[head, .. rows]) Row(xml, ++number, row);
            });
        }

        return file.ToArray();
    }

    private static void Line(StringBuilder text, IReadOnlyList<object> cells)
    {
        for (var place = 0; place < cells.Count; place++)
        {
            if (place > 0) text.Append(',');
            var cell = Convert.ToString(cells[place], CultureInfo.InvariantCulture) ?? "";
            if (cells[place] is string && cell.Length > 0 && cell[0] is '=' or '+' or '-' or '@' or '\t' or '\r') cell = "'" + cell;
            text.Append(cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }

        text.Append("\r\n");
    }

    private static void Row(XmlWriter xml, int number, IReadOnlyList<object> cells)
    {
        xml.WriteStartElement("row");
        xml.WriteAttributeString("r", number.ToString(CultureInfo.InvariantCulture));
        for (var place = 0; place < cells.Count; place++)
        {
            xml.WriteStartElement("c");
            xml.WriteAttributeString("r", string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + place)}{number}"));
            if (cells[place] is int or long)
            {
                xml.WriteElementString("v", Convert.ToString(cells[place], CultureInfo.InvariantCulture));
            }
            else
            {
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is");
                xml.WriteElementString("t", Clean(Convert.ToString(cells[place], CultureInfo.InvariantCulture) ?? ""));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // XML 1.0 has no place for control characters.
    private static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : new([.. text.Where(XmlConvert.IsXmlChar)]);

    private static void Relationship(ZipArchive zip, string name, string type, string target) => Part(zip, name, xml =>
    {
        xml.WriteStartElement("Relationships", Package + "relationships");
        Element(xml, "Relationship", ("Id", "rId1"), ("Type", type), ("Target", target));
    });

    private static void Element(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes) xml.WriteAttributeString(attribute, value);
        xml.WriteEndElement();
    }

    private static void Part(ZipArchive zip, string name, Action<XmlWriter> content)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        xml.WriteStartDocument(standalone: true);
        content(xml);

        // Whatever was begun is ended here.
        xml.WriteEndDocument();
    }
}
