using System.IO.Compression;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace CareExchange.Mapping.Sources;

/// <summary>Excel workbooks, .xlsx and the older .xls alike (their bytes say which): each sheet is one property of the tree, rows as an array or a form as one object.</summary>
internal sealed class XlsxSource(TableDeclaration declaration, Schema schema, string utcOffset) : ITableSource
{
    /// <summary>What a workbook may unpack to; a real one has a few megabytes.</summary>
    private const long MaxUnpacked = 256L * 1024 * 1024;

    static XlsxSource() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    public Outcome<SourceMessage> Read(ReadOnlyMemory<byte> message) => ReadOnce(message, null).Message;

    public TableReading Read(ReadOnlyMemory<byte> message, IReadOnlySet<SourceRow> without) => ReadOnce(message, without);

    private TableReading ReadOnce(ReadOnlyMemory<byte> message, IReadOnlySet<SourceRow>? without)
    {
        using var writer = new TableWriter(utcOffset, without);
        try
        {
            using var stream = new MemoryStream(message.ToArray(), writable: false);
            var faults = new WorkbookFaults();
            if (!IsBinary(message.Span))
            {
                using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
                if (Refuse(archive) is { } refused) return Refused(refused);
                faults = WorkbookFaults.Of(archive);
            }

            stream.Position = 0;
            using var reader = ExcelReaderFactory.CreateReader(stream, new() { LeaveOpen = true, FallbackEncoding = TextDecoding.Cp949 });
            ReadSheets(reader, faults, writer);
        }
        catch (InvalidPasswordException)
        {
            return Refused(Issue.Error("security", "xlsx-password", "The workbook is protected by a password.", "암호로 보호된 통합 문서입니다.") with { Line = 1, Column = 1, Expected = "a workbook without password" });
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // The library tells a broken workbook by whatever exception its insides meet first.
            return Refused(Issue.Error("structure", "xlsx-syntax", "The bytes are no readable Excel workbook.", "읽을 수 있는 엑셀 통합 문서가 아닙니다.") with { Line = 1, Column = 1, Expected = ".xlsx, .xls" });
        }

        return writer.Finish(schema);
    }

    // [MS-CFB] 2.2: what an .xls begins with.
    private static bool IsBinary(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);

    private static TableReading Refused(Issue issue) => new(issue, null, 0);

    private static Issue? Refuse(ZipArchive archive)
    {
        var unpacked = 0L;
        foreach (var entry in archive.Entries) unpacked += entry.Length;
        if (unpacked <= MaxUnpacked) return null;
        return Issue.Error("too-long", "xlsx-size", "The workbook unpacks to more than allowed.", "통합 문서의 압축을 풀면 허용된 크기를 넘습니다.") with
        {
            Line = 1, Column = 1, Expected = $"at most {MaxUnpacked} bytes", Found = $"{unpacked} bytes",
        };
    }

    private void ReadSheets(IExcelDataReader reader, WorkbookFaults faults, TableWriter writer)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var name = reader.Name.Trim();
            var table = declaration.Tables.FirstOrDefault(sheet => sheet.Sheet == name)
                ?? declaration.Tables.FirstOrDefault(sheet => HeadingText.Key(sheet.Sheet) == HeadingText.Key(name))
                ?? new(name, name, false, 1, 1, 2, false, []);
            if (!seen.Add(table.Property)) continue;

            // Addresses are told in the sheet's own name, however the declaration spells it.
            var own = table with { Sheet = name };
            var sheet = new SheetReader(reader, name, faults);
            if (own.IsForm) new FormSheet(own, sheet, writer).Read();
            else new RowSheet(own, sheet, writer).Read();
        }
        while (!writer.IsFull && reader.NextResult());

        foreach (var table in declaration.Tables)
        {
            if (!table.IsRequired || seen.Contains(table.Property)) continue;
            writer.Issues.Add(Issue.Error("required", "xlsx-sheet-missing", "A required sheet is missing.", "필수 시트가 없습니다.") with { Line = 1, Column = 1, Expected = table.Sheet, Expression = table.Sheet });
        }
    }
}
