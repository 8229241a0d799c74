using System.Runtime.InteropServices;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Loading;

/// <summary>The index rows of a whole batch, table by table, those of tables clustered by value in the order of their B-tree: each of its pages is touched once.</summary>
/// <remarks>One flow at a time; <see cref="Clear"/> leaves its room to the next batch.</remarks>
internal sealed class LoadRows
{
    private readonly List<PackedRow>[] _tables = [.. IndexTables.All.Select(_ => new List<PackedRow>())];
    private readonly List<OrderedRow> _order = [];

    /// <summary>All rows.</summary>
    public IEnumerable<TableRows> Tables()
    {
        for (var table = 0; table < _tables.Length; table++)
        {
            var rows = _tables[table];
            if (rows.Count == 0) continue;
            if (table < IndexTables.ByValue.Count) Sort(rows);
            yield return new(IndexTables.All[table], rows);
        }
    }

    /// <summary>Adds the rows of one resource.</summary>
    public void Add(IndexSet rows, long rid)
    {
        var end = 0;
        while (rows.Next(ref end, out var row)) _tables[row.Bytes[0]].Add(row.Of(rid));
    }

    /// <summary>Forgets every row.</summary>
    public void Clear()
    {
        foreach (var rows in _tables) rows.Clear();
        _order.Clear();
    }

    private void Sort(List<PackedRow> rows)
    {
        CollectionsMarshal.SetCount(_order, rows.Count);
        var order = CollectionsMarshal.AsSpan(_order);
        var all = CollectionsMarshal.AsSpan(rows);
        for (var place = 0; place < order.Length; place++) order[place] = new(all[place]);
        order.Sort();
        for (var place = 0; place < order.Length; place++) all[place] = order[place].Row;
    }
}
