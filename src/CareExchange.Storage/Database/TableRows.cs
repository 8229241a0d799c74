namespace CareExchange.Storage.Database;

/// <summary>Rows of one table, each with a value for every column: int, long, double, string, byte[], a segment of one, or <see cref="DBNull"/>; or packed ones.</summary>
internal readonly record struct TableRows(TableShape Table, IReadOnlyList<object[]> Rows)
{
    public TableRows(TableShape table, List<PackedRow> packed)
        : this(table, Array.Empty<object[]>()) => Packed = packed;

    /// <summary>The rows where they are packed; null for objects.</summary>
    public List<PackedRow>? Packed { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => Packed?.Count ?? Rows.Count;

    /// <summary>The rows as objects, whatever they are.</summary>
    public IReadOnlyList<object[]> AsObjects()
    {
        if (Packed is not { } packed) return Rows;
        var rows = new object[packed.Count][];
        for (var place = 0; place < rows.Length; place++) rows[place] = packed[place].Unpack(Table);
        return rows;
    }
}
