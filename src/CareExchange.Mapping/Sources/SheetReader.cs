using ExcelDataReader;

namespace CareExchange.Mapping.Sources;

/// <summary>The sheet that a workbook's reader stands on, row by row, its faults with it.</summary>
internal sealed class SheetReader(IExcelDataReader reader, string name, WorkbookFaults faults)
{
    /// <summary>1-based row that was read last.</summary>
    public int Row { get; private set; }

    public int FieldCount => reader.FieldCount;

    public SheetMerges Merges() => new(reader.MergeCells ?? []);

    public bool Read()
    {
        if (!reader.Read()) return false;
        Row++;
        return true;
    }

    /// <summary>A cell of the row; null where it is empty.</summary>
    /// <param name="column">From 0.</param>
    public CellValue? Cell(int column) =>
        faults.At(name, Row, column + 1) ?? (column < reader.FieldCount && SheetCell.Read(reader, column) is { } cell ? cell with { IsFrom1904 = faults.IsFrom1904 } : null);
}
