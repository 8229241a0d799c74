using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>The index rows of many resources, table by table.</summary>
internal sealed class IndexBatch
{
    // Fewer touch different pages anyway.
    private const int WorthSorting = 256;
    private readonly Dictionary<TableShape, List<object[]>> _tables = new(ReferenceEqualityComparer.Instance);

    /// <summary>All rows so far, those of large batches in the order of their B-tree: each page is touched once, not once per row.</summary>
    public IEnumerable<TableRows> Tables
    {
        get
        {
            foreach (var (table, rows) in _tables)
            {
                if (rows.Count >= WorthSorting && IndexTables.ByValue.Contains(table)) rows.Sort(ByValue);
                yield return new(table, rows);
            }
        }
    }

    /// <summary>Adds the rows of one resource.</summary>
    public void Add(IEnumerable<IndexRow> rows, long rid)
    {
        object number = rid;
        foreach (var row in rows)
        {
            row.Values[^1] = number;
            if (!_tables.TryGetValue(row.Table, out var list)) _tables[row.Table] = list = [];
            list.Add(row.Values);
        }
    }

    private static int ByValue(object[] left, object[] right)
    {
        var order = ((int)left[0]).CompareTo((int)right[0]);
        if (order == 0) order = string.CompareOrdinal((string)left[1], (string)right[1]);
        return order != 0 ? order : ((long)left[^1]).CompareTo((long)right[^1]);
    }
}
