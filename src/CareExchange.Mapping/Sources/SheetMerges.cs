using ExcelDataReader;

namespace CareExchange.Mapping.Sources;

/// <summary>The merged cells of a sheet: what stands in one belongs to every row that it covers.</summary>
internal sealed class SheetMerges(IReadOnlyList<CellRange> ranges)
{
    private readonly Dictionary<(int Row, int Column), CellValue> _values = [];
    private readonly ILookup<int, CellRange> _byFirstRow = ranges.Where(range => range.ToRow > range.FromRow).ToLookup(range => range.FromRow + 1);
    private readonly Dictionary<int, (int Row, int Last)> _open = [];

    /// <summary>The cell that a heading's cell shows: of a merged one its first.</summary>
    public (int Row, int Column) Anchor(int row, int column)
    {
        foreach (var range in ranges)
        {
            if (row - 1 >= range.FromRow && row - 1 <= range.ToRow && column - 1 >= range.FromColumn && column - 1 <= range.ToColumn) return (range.FromRow + 1, range.FromColumn + 1);
        }

        return (row, column);
    }

    /// <summary>A row begins: merged cells that reach further down are opened.</summary>
    public void StartRow(int row)
    {
        foreach (var range in _byFirstRow[row]) _open[range.FromColumn + 1] = (row, range.ToRow + 1);
    }

    /// <summary>The value of a record's cell, and the row in which it stands.</summary>
    public (CellValue? Value, int Row) Read(CellValue? cell, int row, int column)
    {
        if (!_open.TryGetValue(column, out var merge)) return (cell, row);
        if (merge.Row == row)
        {
            if (cell is { } first) _values[(row, column)] = first;
            return (cell, row);
        }

        if (row <= merge.Last) return cell is null && _values.TryGetValue((merge.Row, column), out var above) ? (above, merge.Row) : (cell, row);
        _open.Remove(column);
        return (cell, row);
    }
}
