using ExcelDataReader;

namespace CareExchange.Mapping.Sources;

/// <summary>A sheet with a heading row and one record a row.</summary>
internal sealed class RowSheet(TableSheet table, IExcelDataReader reader, TableWriter writer)
{
    public void Read()
    {
        var label = writer.Cells.AddSheet(table.Sheet);
        var row = 0;
        if (!ReadHead(label, ref row)) return;
        var headings = new string[reader.FieldCount];
        for (var i = 0; i < headings.Length; i++) headings[i] = SheetCell.Read(reader, i)?.Text ?? "";
        var width = headings.Length;
        while (width > 0 && headings[width - 1].Length == 0) width--;
        var columns = TableColumns.Bind(table, headings[..width], row, "xlsx", writer.Issues);
        writer.StartRows(table.Property);
        while (reader.Read() && !writer.IsFull) ReadRow(columns, ++row, label);
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
                if (SheetCell.Read(reader, i) is not { } cell) continue;
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

    private void ReadRow(TableColumns columns, int row, int label)
    {
        var started = false;
        for (var i = 0; i < reader.FieldCount; i++)
        {
            if (SheetCell.Read(reader, i) is not { } cell) continue;
            if (!started) writer.StartRow(null, row, label);
            started = true;

            // A value behind the last heading has no name but its column's.
            var column = i < columns.Count ? columns[i] : new($"column{i + 1}", $"column{i + 1}");
            writer.Write(column, cell, row, i + 1, label);
        }

        if (!started) return;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].IsFilled && (i >= reader.FieldCount || SheetCell.Read(reader, i) is null)) writer.Missing(row, i + 1, label);
        }

        writer.EndRow();
    }
}
