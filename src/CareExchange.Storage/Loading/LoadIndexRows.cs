using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Loading;

/// <summary>The index rows of many resources, table by table.</summary>
internal sealed class LoadIndexRows
{
    private readonly Dictionary<TableShape, List<object[]>> _tables = new(ReferenceEqualityComparer.Instance);

    public IEnumerable<(TableShape Table, IReadOnlyList<object[]> Rows)> Tables
    {
        get
        {
            foreach (var (table, rows) in _tables)
            {
                // In the order of the B-tree each page is touched once per batch, not once per row.
                rows.Sort(IndexTables.ByValue.Contains(table) ? ByValue : ByResource);
                yield return (table, rows);
            }
        }
    }

    public void Add(IReadOnlyCollection<IndexRow> rows, object rid)
    {
        foreach (var row in rows)
        {
            row.Values[^1] = rid;
            if (!_tables.TryGetValue(row.Table, out var list)) _tables[row.Table] = list = new(4096);
            list.Add(row.Values);
        }
    }

    private static int ByValue(object[] left, object[] right)
    {
        var order = ((int)left[0]).CompareTo((int)right[0]);
        if (order == 0) order = string.CompareOrdinal((string)left[1], (string)right[1]);
        return order != 0 ? order : ((long)left[^1]).CompareTo((long)right[^1]);
    }

    private static int ByResource(object[] left, object[] right)
    {
        var order = ((long)left[^1]).CompareTo((long)right[^1]);
        return order != 0 ? order : ((int)left[0]).CompareTo((int)right[0]);
    }
}
