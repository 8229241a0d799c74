namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The rows of many groups, table by table in the order of their B-trees: added together they cost half of what they do group by group. One thread.</summary>
internal sealed class AheadBatch
{
    // What a large batch needed is not kept for ever.
    private const int MostKept = 64 * 1024;
    private readonly List<Gathered> _tables = [];
    private readonly List<OrderedRow> _order = [];

    /// <summary>Adds a group behind those before it.</summary>
    public void Add(AheadGroup group)
    {
        foreach (var rows in group.Tables)
        {
            var gathered = Of(rows.Table);
            if (rows.Packed is { } packed) gathered.Packed.AddRange(packed);
            else gathered.Rows.AddRange(rows.Rows);
        }
    }

    /// <summary>Adds all rows to the transaction that is open, and forgets them.</summary>
    public void Run(SqliteCommands commands)
    {
        try
        {
            foreach (var gathered in _tables)
            {
                SqliteInsert.Run(commands, gathered.Table, gathered.Rows, CancellationToken.None);
                if (gathered.Table.IsByValue && gathered.Packed.Count >= OrderedRow.WorthSorting) OrderedRow.Sort(gathered.Packed, _order);
                SqliteInsert.Run(commands, gathered.Table, gathered.Packed, CancellationToken.None);
            }
        }
        finally
        {
            Clear();
        }
    }

    private void Clear()
    {
        foreach (var gathered in _tables)
        {
            gathered.Rows.Clear();
            gathered.Packed.Clear();
        }

        _order.Clear();
        if (_order.Capacity > MostKept) _order.Capacity = 0;
        _tables.RemoveAll(static gathered => gathered.Packed.Capacity > MostKept || gathered.Rows.Capacity > MostKept);
    }

    private Gathered Of(TableShape table)
    {
        foreach (var gathered in _tables)
        {
            if (ReferenceEquals(gathered.Table, table)) return gathered;
        }

        var added = new Gathered(table);
        _tables.Add(added);
        return added;
    }

    private sealed record Gathered(TableShape Table)
    {
        public List<object[]> Rows { get; } = [];

        public List<PackedRow> Packed { get; } = [];
    }
}
