using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace CareExchange.Mapping.Sources;

/// <summary>What a workbook's reader passes over in silence: errors in the place of values, formulas that nobody has calculated, and the year its days are counted from.</summary>
internal sealed class WorkbookFaults
{
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true };

    private readonly Dictionary<(string Sheet, int Row, int Column), string> _cells = [];

    /// <summary>True where day 0 is 1 January 1904 (ECMA-376 part 1, 18.2.28).</summary>
    public bool IsFrom1904 { get; private set; }

    /// <summary>The error in a cell; null where it has a value or nothing.</summary>
    public CellValue? At(string sheet, int row, int column) =>
        _cells.Count > 0 && _cells.TryGetValue((sheet, row, column), out var fault) ? new(fault, IsDate: false) { IsError = true } : null;

    /// <summary>Looks through the parts of an .xlsx.</summary>
    /// <exception cref="XmlException">A part is no XML.</exception>
    public static WorkbookFaults Of(ZipArchive archive)
    {
        var faults = new WorkbookFaults();
        if (archive.GetEntry("xl/workbook.xml") is not { } workbook || archive.GetEntry("xl/_rels/workbook.xml.rels") is not { } relations) return faults;
        var targets = Targets(relations);
        foreach (var (name, id) in faults.Sheets(workbook))
        {
            if (targets.GetValueOrDefault(id) is { } target && archive.GetEntry(target.StartsWith('/') ? target[1..] : "xl/" + target) is { } part) faults.Look(part, name);
        }

        return faults;
    }

    private static Dictionary<string, string> Targets(ZipArchiveEntry part)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        using var stream = part.Open();
        using var xml = XmlReader.Create(stream, Settings);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && xml.GetAttribute("Id") is { } id) targets[id] = xml.GetAttribute("Target") ?? "";
        }

        return targets;
    }

    private List<(string Name, string Id)> Sheets(ZipArchiveEntry part)
    {
        List<(string, string)> sheets = [];
        using var stream = part.Open();
        using var xml = XmlReader.Create(stream, Settings);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "workbookPr") IsFrom1904 = xml.GetAttribute("date1904") is "1" or "true";
            if (xml.LocalName == "sheet") sheets.Add((xml.GetAttribute("name")?.Trim() ?? "", xml.GetAttribute("id", Relations) ?? ""));
        }

        return sheets;
    }

    private void Look(ZipArchiveEntry part, string sheet)
    {
        var bytes = Unpack(part);
        if (!MayHaveFaults(bytes)) return;
        using var stream = new MemoryStream(bytes, writable: false);
        using var xml = XmlReader.Create(stream, Settings);
        var (row, column) = (0, 0);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "row")
            {
                row = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : row + 1;
                column = 0;
            }
            else if (xml.LocalName == "c")
            {
                column = ColumnOf(xml.GetAttribute("r")) ?? column + 1;
                if (Fault(xml) is { } fault) _cells[(sheet, row, column)] = fault;
            }
        }
    }

    private static byte[] Unpack(ZipArchiveEntry part)
    {
        using var stream = part.Open();
        using var bytes = new MemoryStream((int)Math.Min(part.Length, int.MaxValue));
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    // Nearly every sheet has neither errors nor formulas, and most programs write UTF-8 and plain quotes: then the letters of both are not there.
    private static bool MayHaveFaults(ReadOnlySpan<byte> xml) =>
        xml.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || xml.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || xml.IndexOf((byte)0) >= 0
        || xml.IndexOf("\"e\""u8) >= 0 || xml.IndexOf("'e'"u8) >= 0 || xml.IndexOf("<f"u8) >= 0 || xml.IndexOf(":f"u8) >= 0 || xml.IndexOf("<!"u8) >= 0 || xml.IndexOf("&#"u8) >= 0;

    // 18.3.1.4: t="e" is an error; a formula (f) without a value (v) was written by a program that does not calculate.
    private static string? Fault(XmlReader xml)
    {
        var isError = xml.GetAttribute("t") == "e";
        if (xml.IsEmptyElement) return null;
        var depth = xml.Depth;
        var (hasFormula, value) = (false, (string?)null);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "f") hasFormula = true;
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "v" or "is") value = "";
            else if (xml.NodeType is XmlNodeType.Text && value is not null) value += xml.Value;
        }

        if (isError) return value is { Length: > 0 } ? value : "#ERROR";
        return hasFormula && value is null ? "formula without a value" : null;
    }

    private static int? ColumnOf(string? address)
    {
        if (address is null) return null;
        var column = 0;
        foreach (var letter in address)
        {
            if (letter is < 'A' or > 'Z' || column > 100_000) break;
            column = (column * 26) + letter - 'A' + 1;
        }

        return column > 0 ? column : null;
    }
}
