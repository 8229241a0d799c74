using System.Runtime.InteropServices;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>The index rows of many resources, table by table.</summary>
internal sealed class IndexBatch
{
    // What a large batch needed is not kept for ever.
    private const int MostKept = 64 * 1024;
    private static IndexBatch? s_kept;

    private readonly List<PackedRow>[] _tables = [.. IndexTables.All.Select(_ => new List<PackedRow>())];
    private readonly List<OrderedRow>[] _orders = [.. IndexTables.ByValue.Select(_ => new List<OrderedRow>())];
    private bool _isArranged;

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
        foreach (var order in _orders) order.Clear();
        _isArranged = false;
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
                if (!_isArranged && IsWorthSorting(table)) Sort(table);
                yield return new(IndexTables.All[table], rows);
            }
        }
    }

    /// <summary>Brings the rows into that order now, over all cores; no row is added any more until they are cleared.</summary>
    public void Arrange()
    {
        Parallel.For(0, IndexTables.ByValue.Count, table =>
        {
            if (IsWorthSorting(table)) Sort(table);
        });
        _isArranged = true;
    }

    /// <summary>Gives every row the number of its resource in place of the resource's place; numbers rise as the places do, so that the order stays.</summary>
    public void Number(IReadOnlyList<long> numbers)
    {
        foreach (var table in _tables)
        {
            foreach (ref var row in CollectionsMarshal.AsSpan(table)) row = row.Of(numbers[(int)row.Number]);
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

    private bool IsWorthSorting(int table) => IndexTables.All[table].IsByValue && _tables[table].Count >= OrderedRow.WorthSorting;

    private void Sort(int table) => OrderedRow.Sort(_tables[table], _orders[table]);
}
