using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>The index rows of many resources, table by table.</summary>
internal sealed class IndexBatch
{
    // What a large batch needed is not kept for ever.
    private const int MostKept = 64 * 1024;
    private static IndexBatch? s_kept;

    private readonly List<PackedRow>[] _tables = [.. IndexTables.All.Select(_ => new List<PackedRow>())];
    private readonly List<OrderedRow> _order = [];

    /// <summary>An empty one; <see cref="Return"/> gives its room to the next.</summary>
    public static IndexBatch Rent() => Interlocked.Exchange(ref s_kept, null) ?? new IndexBatch();

    /// <summary>Gives it back: nobody uses its rows any more.</summary>
    public void Return()
    {
        Clear();
        if (_tables.Sum(rows => rows.Capacity) <= MostKept) Volatile.Write(ref s_kept, this);
    }

    /// <summary>Forgets every row; its room stays.</summary>
    public void Clear()
    {
        foreach (var rows in _tables) rows.Clear();
        _order.Clear();
    }

    /// <summary>All rows so far, those of large batches in the order of their B-tree: each page is touched once, not once per row.</summary>
    public IEnumerable<TableRows> Tables
    {
        get
        {
            for (var table = 0; table < _tables.Length; table++)
            {
                var rows = _tables[table];
                if (rows.Count == 0) continue;
                if (rows.Count >= OrderedRow.WorthSorting && IndexTables.All[table].IsByValue) OrderedRow.Sort(rows, _order);
                yield return new(IndexTables.All[table], rows);
            }
        }
    }

    /// <summary>Adds the rows of one resource.</summary>
    public void Add(IndexSet rows, long rid)
    {
        var end = 0;
        while (rows.Next(ref end, out var row)) Add(row, rid);
    }

    /// <summary>Adds one row of a resource.</summary>
    public void Add(IndexRow row, long rid) => _tables[row.Bytes[0]].Add(row.Of(rid));
}
