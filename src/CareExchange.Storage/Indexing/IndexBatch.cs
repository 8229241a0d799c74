using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>The index rows of many resources, table by table.</summary>
internal sealed class IndexBatch
{
    // Fewer touch different pages anyway.
    private const int WorthSorting = 256;

    // What a large batch needed is not kept for ever.
    private const int MostKept = 64 * 1024;
    private static IndexBatch? s_kept;

    private readonly List<PackedRow>[] _tables = [.. IndexTables.All.Select(_ => new List<PackedRow>())];

    /// <summary>An empty one; <see cref="Return"/> gives its room to the next.</summary>
    public static IndexBatch Rent() => Interlocked.Exchange(ref s_kept, null) ?? new IndexBatch();

    /// <summary>Gives it back: nobody uses its rows any more.</summary>
    public void Return()
    {
        foreach (var rows in _tables) rows.Clear();
        if (_tables.Sum(rows => rows.Capacity) <= MostKept) Volatile.Write(ref s_kept, this);
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
                if (rows.Count >= WorthSorting && table < IndexTables.ByValue.Count) rows.Sort(ByValue);
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

    private static int ByValue(PackedRow left, PackedRow right)
    {
        var a = new PackedReader(left.Bytes);
        var b = new PackedReader(right.Bytes);
        var order = a.Integer().CompareTo(b.Integer());
        if (order == 0) order = a.Text().SequenceCompareTo(b.Text());
        return order != 0 ? order : left.Number.CompareTo(right.Number);
    }
}
