namespace CareExchange.Storage.Database;

/// <summary>A row of a table whose last column is its row number: the values before that as bytes, in the order of the columns.</summary>
/// <remarks>Rows of an index come by the hundred thousand: as objects they would be most of what a write allocates. Numbers are little-endian,
/// a text is its length in groups of seven bits and its UTF-8, so <see cref="BinaryReader"/> reads both.</remarks>
internal readonly struct PackedRow(byte[] bytes, int start, int length, long number)
{
    /// <summary>The values before the row number.</summary>
    public ReadOnlySpan<byte> Bytes => bytes.AsSpan(start, length);

    /// <summary>The row number.</summary>
    public long Number => number;

    /// <summary>The same row under another number.</summary>
    public PackedRow Of(long other) => new(bytes, start, length, other);

    /// <summary>The values as objects, the row number last.</summary>
    public object[] Unpack(TableShape table)
    {
        var values = new object[table.Columns.Count];
        var reader = new PackedReader(Bytes);
        for (var column = 0; column < values.Length - 1; column++)
        {
            values[column] = table.Columns[column].Kind switch
            {
                ColumnKind.Text => reader.Text().Length == 0 ? "" : System.Text.Encoding.UTF8.GetString(reader.Last),
                ColumnKind.Integer => reader.Integer(),
                ColumnKind.Long => reader.Long(),
                _ => (object)reader.Double(),
            };
        }

        values[^1] = number;
        return values;
    }
}
