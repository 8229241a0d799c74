using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>The index rows of one resource, each once.</summary>
internal sealed class IndexRows
{
    // Few resources have more rows; up to here a look at each is quicker than hashing them all.
    private const int FewRows = 40;

    private static readonly object s_noRow = 0L;

    private readonly List<IndexRow> _rows = new(16);
    private readonly List<int> _parameters = new(16);
    private HashSet<IndexRow>? _known;
    private object _parameter = 0;

    public IReadOnlyCollection<IndexRow> All => _rows;

    /// <summary>How often a row was offered, those included that were there already.</summary>
    public int Offered { get; private set; }

    public void Token(int parameter, string? system, string code) => Add(parameter, new(IndexTables.Token, Box(parameter), IndexText.Fit(code), IndexText.Fit(system ?? ""), s_noRow));

    public void Reference(int parameter, string type, string target) => Add(parameter, new(IndexTables.Reference, Box(parameter), IndexText.Fit(target), type, s_noRow));

    public void Uri(int parameter, string value) => Add(parameter, new(IndexTables.Uri, Box(parameter), IndexText.Fit(value), s_noRow));

    public void String(int parameter, string value)
    {
        var normal = IndexText.Normalize(value);
        if (normal.Length > 0) Add(parameter, new(IndexTables.String, Box(parameter), IndexText.Cut(normal), IndexText.Fit(value), s_noRow));
    }

    /// <summary>A row that no value finds and that <c>:missing</c> counts: the element is there, but has nothing to compare.</summary>
    public void Present(int parameter, TableShape table)
    {
        object[] values = [Box(parameter), .. Enumerable.Repeat((object)"", table.Columns.Count - 2), s_noRow];
        Add(parameter, new(table, values));
    }

    public void Date(int parameter, long low, long high) => Add(parameter, new(IndexTables.Date, Box(parameter), low, high, s_noRow));

    public void Number(int parameter, double low, double high) => Add(parameter, new(IndexTables.Number, Box(parameter), low, high, s_noRow));

    public void Quantity(int parameter, string unit, string system, double low, double high) =>
        Add(parameter, new(IndexTables.Quantity, Box(parameter), IndexText.Fit(unit), IndexText.Fit(system), low, high, s_noRow));

    /// <summary>Statements that write the rows for a resource.</summary>
    public static IEnumerable<Statement> Insert(IDatabaseDialect dialect, IEnumerable<IndexRow> rows, long rid) =>
        Group(rows, rid).SelectMany(group => dialect.Insert(group.Table, group.Rows));

    /// <summary>Statements that remove rows of the tables clustered by value.</summary>
    public static IEnumerable<Statement> Delete(IDatabaseDialect dialect, IEnumerable<IndexRow> rows, long rid) =>
        Group(rows, rid).SelectMany(group => dialect.Delete(group.Table, group.Rows));

    /// <summary>Statements that remove a resource's rows from the tables clustered by resource.</summary>
    public static IEnumerable<Statement> DeleteByResource(long rid) =>
        IndexTables.ByResource.Select(table => new Statement(table.Sql("delete-by-resource", static t => $"DELETE FROM {t.Name} WHERE rid = $1"), rid));

    private void Add(int parameter, IndexRow row)
    {
        Offered++;
        if (_known is not null ? !_known.Add(row) : IsKnown(parameter, row)) return;
        _rows.Add(row);
        _parameters.Add(parameter);
        if (_known is null && _rows.Count > FewRows) _known = [.. _rows];
    }

    private bool IsKnown(int parameter, IndexRow row)
    {
        for (var index = 0; index < _parameters.Count; index++)
        {
            if (_parameters[index] == parameter && _rows[index].Equals(row)) return true;
        }

        return false;
    }

    // Rows hold objects, because that is what databases take; the rows of one parameter share its number.
    private object Box(int parameter)
    {
        if ((int)_parameter != parameter) _parameter = parameter;
        return _parameter;
    }

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
