using System.IO.Compression;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using ExcelDataReader;

namespace CareExchange.Mapping.Sources;

/// <summary>Excel workbooks (.xlsx): each sheet is one property of the tree, rows as an array or a form as one object.</summary>
internal sealed class XlsxSource(TableDeclaration declaration, Schema schema, string utcOffset) : IMessageSource
{
    /// <summary>What a workbook may unpack to; a real one has a few megabytes.</summary>
    private const long MaxUnpacked = 256L * 1024 * 1024;

    static XlsxSource() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    public Outcome<SourceMessage> Read(ReadOnlyMemory<byte> message)
    {
        using var writer = new TableWriter(utcOffset);
        try
        {
            using var stream = new MemoryStream(message.ToArray(), writable: false);
            if (Refuse(stream) is { } refused) return refused;
            stream.Position = 0;
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(stream, new() { LeaveOpen = true });
            ReadSheets(reader, writer);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // The library tells a broken workbook by whatever exception its insides meet first.
            return Unreadable();
        }

        return writer.Finish(schema);
    }

    private static Issue? Refuse(MemoryStream stream)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var unpacked = 0L;
        foreach (var entry in archive.Entries) unpacked += entry.Length;
        if (unpacked <= MaxUnpacked) return null;
        return Issue.Error("too-long", "xlsx-size", "The workbook unpacks to more than allowed.", "통합 문서의 압축을 풀면 허용된 크기를 넘습니다.") with
        {
            Expected = $"at most {MaxUnpacked} bytes", Found = $"{unpacked} bytes",
        };
    }

    private static Issue Unreadable() =>
        Issue.Error("structure", "xlsx-syntax", "The bytes are no readable Excel workbook.", "읽을 수 있는 엑셀 통합 문서가 아닙니다.") with { Expected = ".xlsx" };

    private void ReadSheets(IExcelDataReader reader, TableWriter writer)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var name = reader.Name.Trim();
            var table = declaration.Tables.FirstOrDefault(sheet => sheet.Sheet == name) ?? new(name, name, false, 1, 1, 2, false, []);
            if (!seen.Add(table.Property)) continue;
            if (table.IsForm) new FormSheet(table, reader, writer).Read();
            else new RowSheet(table, reader, writer).Read();
        }
        while (!writer.IsFull && reader.NextResult());

        foreach (var table in declaration.Tables)
        {
            if (!table.IsRequired || seen.Contains(table.Property)) continue;
            writer.Issues.Add(Issue.Error("required", "xlsx-sheet-missing", "A required sheet is missing.", "필수 시트가 없습니다.") with { Expected = table.Sheet });
        }
    }
}
