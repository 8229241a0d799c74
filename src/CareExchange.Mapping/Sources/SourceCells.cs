namespace CareExchange.Mapping.Sources;

/// <summary>Offsets in the JSON that a table was written as → the cells they came from.</summary>
internal sealed class SourceCells : ISourcePositions
{
    private readonly List<(int Offset, int Line, int Column, int Label, SourceRow? Row)> _cells = [];
    private readonly List<(string Name, bool IsSheet)> _labels = [];

    /// <summary>Registers a heading; its number goes with each of its cells.</summary>
    public int AddLabel(string heading)
    {
        _labels.Add((heading, false));
        return _labels.Count - 1;
    }

    /// <summary>Registers a sheet, whose cells are named by their address.</summary>
    public int AddSheet(string sheet)
    {
        _labels.Add((sheet, true));
        return _labels.Count - 1;
    }

    /// <summary>Offsets must rise from call to call.</summary>
    /// <param name="offset">Where the value stands in the JSON.</param>
    /// <param name="line">1-based line or row.</param>
    /// <param name="column">1-based field or column.</param>
    /// <param name="label">Its heading or sheet.</param>
    /// <param name="row">The row of a table that it is part of; null for a part of a form or of what stands above a table.</param>
    public void Add(int offset, int line, int column, int label, SourceRow? row) => _cells.Add((offset, line, column, label, row));

    /// <summary>The row of a table that an offset lies in; null for anything else.</summary>
    public SourceRow? RowOf(int offset) => _cells.Count == 0 || offset < _cells[0].Offset ? null : Nearest(offset).Row;

    /// <summary>The cell at an offset, or the nearest one before it (a row's first cell for the row itself).</summary>
    public SourcePosition Find(int offset)
    {
        if (_cells.Count == 0) return new(1, 1, "");
        var cell = Nearest(offset);
        return new(cell.Line, cell.Column, Field(cell.Line, cell.Column, cell.Label));
    }

    private (int Offset, int Line, int Column, int Label, SourceRow? Row) Nearest(int offset)
    {
        var (low, high) = (0, _cells.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_cells[middle].Offset <= offset) low = middle;
            else high = middle - 1;
        }

        return _cells[low];
    }

    /// <summary>What the partner calls a cell: its heading in CSV, its address in a workbook.</summary>
    public string Field(int line, int column, int label)
    {
        var (name, isSheet) = _labels[label];
        return isSheet ? $"{name}!{ColumnName(column)}{line}" : name;
    }

    /// <summary>1 → A, 27 → AA.</summary>
    public static string ColumnName(int column)
    {
        var name = "";
        for (; column > 0; column = (column - 1) / 26) name = (char)('A' + ((column - 1) % 26)) + name;
        return name;
    }
}
