namespace CareExchange.Mapping.Sources;

/// <summary>A sheet with a heading of one or more rows and one record a row.</summary>
internal sealed class RowSheet(TableSheet table, SheetReader reader, TableWriter writer)
{
    private readonly SheetMerges _merges = reader.Merges();

    public void Read()
    {
        var label = writer.Cells.AddSheet(table.Sheet);
        var row = 0;
        if (!ReadHead(label, ref row)) return;
        var headings = Headings(ref row);
        var columns = TableColumns.Bind(table, headings, row, "xlsx", writer.Issues);
        writer.StartRows(table.Property, table.Sheet);
        while (!writer.IsFull && reader.Read()) ReadRow(columns, ++row, label);
        writer.EndRows();
    }

    /// <summary>What stands above the heading (a title, a date of print) is kept under <c>…Head</c> by its cell, so that it is not lost in silence.</summary>
    private bool ReadHead(int label, ref int row)
    {
        var started = false;
        while (reader.Read())
        {
            if (++row == table.HeaderRow)
            {
                if (started) writer.EndRow();
                return true;
            }

            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (reader.Cell(i) is not { } cell) continue;
                if (!started) writer.StartRow(table.Property + "Head", row, label);
                started = true;
                var address = SourceCells.ColumnName(i + 1) + row;
                writer.Write(new(address, address), cell, row, i + 1, label);
            }
        }

        if (started) writer.EndRow();
        if (row == 0 && table.Columns.Count == 0) return false;
        TableColumns.Missing(table, _ => false, table.HeaderRow, "xlsx", writer.Issues);
        return false;
    }

    // The reader stands on the heading's first row and is left on its last.
    private List<string> Headings(ref int row)
    {
        var first = row;
        Dictionary<(int Row, int Column), string> cells = [];
        var width = 0;
        while (true)
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (reader.Cell(i) is not { } cell) continue;
                cells[(row, i + 1)] = cell.Text;
                width = Math.Max(width, i + 1);
            }

            if (row - first + 1 >= table.HeaderRows || !reader.Read()) break;
            row++;
        }

        List<string> headings = [];
        for (var column = 1; column <= width; column++)
        {
            headings.Add(HeadingText.Join(Enumerable.Range(first, row - first + 1).Select(at => cells.GetValueOrDefault(table.HeaderRows > 1 ? _merges.Anchor(at, column) : (at, column), ""))));
        }

        return headings;
    }

    private void ReadRow(TableColumns columns, int row, int label)
    {
        _merges.StartRow(row);
        var own = false;
        for (var i = 0; i < reader.FieldCount && !own; i++) own = reader.Cell(i) is not null;
        if (!own || !writer.TakesRow(row)) return;
        writer.StartRow(null, row, label);
        for (var i = 0; i < Math.Max(reader.FieldCount, columns.Count); i++)
        {
            var (value, at) = _merges.Read(reader.Cell(i), row, i + 1);
            if (value is { } cell)
            {
                // A value behind the last heading has no name but its column's.
                writer.Write(i < columns.Count ? columns[i] : new($"column{i + 1}", $"column{i + 1}"), cell, at, i + 1, label);
            }
            else if (i < columns.Count && columns[i].IsFilled)
            {
                writer.Missing(row, i + 1, label);
            }
        }

        writer.EndRow();
    }
}
