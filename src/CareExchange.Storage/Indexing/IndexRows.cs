using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>The index rows of one resource, each once.</summary>
internal sealed class IndexRows
{
    private readonly HashSet<IndexRow> _rows = [];

    public IReadOnlyCollection<IndexRow> All => _rows;

    public void Token(int parameter, string? system, string code) =>
        _rows.Add(new(IndexTables.Token, parameter, IndexText.Fit(code), IndexText.Fit(system ?? ""), 0L));

    public void Reference(int parameter, string type, string target) =>
        _rows.Add(new(IndexTables.Reference, parameter, IndexText.Fit(target), type, 0L));

    public void Uri(int parameter, string value) => _rows.Add(new(IndexTables.Uri, parameter, IndexText.Fit(value), 0L));

    public void String(int parameter, string value)
    {
        var normal = IndexText.Normalize(value);
        if (normal.Length > 0) _rows.Add(new(IndexTables.String, parameter, IndexText.Cut(normal), IndexText.Fit(value), 0L));
    }

    public void Date(int parameter, long low, long high) => _rows.Add(new(IndexTables.Date, parameter, low, high, 0L));

    public void Number(int parameter, double low, double high) => _rows.Add(new(IndexTables.Number, parameter, low, high, 0L));

    public void Quantity(int parameter, string unit, string system, double low, double high) =>
        _rows.Add(new(IndexTables.Quantity, parameter, IndexText.Fit(unit), IndexText.Fit(system), low, high, 0L));

    /// <summary>Statements that write the rows for a resource.</summary>
    public static IEnumerable<Statement> Insert(IDatabaseDialect dialect, IEnumerable<IndexRow> rows, long rid) =>
        Group(rows, rid).SelectMany(group => dialect.Insert(group.Table, group.Rows));

    /// <summary>Statements that remove rows of the tables clustered by value.</summary>
    public static IEnumerable<Statement> Delete(IDatabaseDialect dialect, IEnumerable<IndexRow> rows, long rid) =>
        Group(rows, rid).SelectMany(group => dialect.Delete(group.Table, group.Rows));

    /// <summary>Statements that remove a resource's rows from the tables clustered by resource.</summary>
    public static IEnumerable<Statement> DeleteByResource(long rid) =>
        IndexTables.ByResource.Select(table => new Statement(table.Sql("delete-by-resource", static t => $"DELETE FROM {t.Name} WHERE rid = $1"), rid));

    private static IEnumerable<(TableShape Table, IReadOnlyList<object[]> Rows)> Group(IEnumerable<IndexRow> rows, long rid)
    {
        foreach (var group in rows.GroupBy(row => row.Table))
        {
            var values = new List<object[]>();
            foreach (var row in group)
            {
                row.Values[^1] = rid;
                values.Add(row.Values);
            }

            yield return (group.Key, values);
        }
    }
}
