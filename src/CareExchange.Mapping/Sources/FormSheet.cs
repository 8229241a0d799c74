namespace CareExchange.Mapping.Sources;

/// <summary>A sheet filled in by hand: labels in one column, values in another.</summary>
internal sealed class FormSheet(TableSheet table, SheetReader reader, TableWriter writer)
{
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _properties = new(StringComparer.Ordinal);

    public void Read()
    {
        var sheet = writer.Cells.AddSheet(table.Sheet);
        var row = 0;
        writer.StartRow(table.Property, 1, sheet);
        while (reader.Read() && !writer.IsFull) ReadRow(++row, sheet);
        writer.EndRow();
        TableColumns.Missing(table, _labels.Contains, 1, "xlsx", writer.Issues);
    }

    private void ReadRow(int row, int sheet)
    {
        var label = Cell(table.LabelColumn)?.Text;
        if (label is not null)
        {
            var column = table.Find(label) ?? new(label, label);
            _labels.Add(column.Property);
            if (Cell(table.ValueColumn) is not { } value)
            {
                if (column.IsFilled) writer.Missing(row, table.ValueColumn, sheet);
            }
            else if (!_properties.Add(column.Property))
            {
                writer.Issues.Add(TableColumns.Duplicate("xlsx", table, label, row, table.LabelColumn));
            }
            else
            {
                writer.Write(column, value, row, table.ValueColumn, sheet);
            }
        }

        // Notes beside the form are kept by their cell, so that they are not lost in silence.
        for (var i = 0; i < reader.FieldCount; i++)
        {
            var isForm = i + 1 == table.LabelColumn || (i + 1 == table.ValueColumn && label is not null);
            if (isForm || reader.Cell(i) is not { } note) continue;
            var address = SourceCells.ColumnName(i + 1) + row;
            writer.Write(new(address, address), note, row, i + 1, sheet);
        }
    }

    private CellValue? Cell(int column) => reader.Cell(column - 1);
}
