using System.Text;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>The index rows of one resource, each once.</summary>
internal sealed class IndexRows
{
    // Few resources have more rows; up to here a look at each is quicker than hashing them all.
    private const int FewRows = 40;

    // PostgreSQL's B-tree takes 2,700 bytes a row.
    private const int MaximumComposite = 2_300;

    private static readonly object s_noRow = 0L;

    private readonly List<IndexRow> _rows = new(16);
    private readonly List<int> _parameters = new(16);
    private HashSet<IndexRow>? _known;
    private object _parameter = 0;
    private (string? Written, string Normal, string Exact) _text = (null, "", "");

    public IReadOnlyCollection<IndexRow> All => _rows;

    /// <summary>True where a parameter has a row already.</summary>
    public bool Holds(int parameter) => _parameters.Contains(parameter);

    public void Token(int parameter, string? system, string code) => Add(parameter, new(IndexTables.Token, Box(parameter), IndexText.Fit(code), IndexText.Fit(system ?? ""), s_noRow));

    public void Reference(int parameter, string type, string target) => Add(parameter, new(IndexTables.Reference, Box(parameter), IndexText.Fit(target), type, s_noRow));

    public void Uri(int parameter, string value) => Add(parameter, new(IndexTables.Uri, Box(parameter), IndexText.Fit(value), s_noRow));

    public void String(int parameter, string value)
    {
        // One element is often found by several parameters in a row.
        if (_text.Written != value) _text = (value, IndexText.Cut(IndexText.Normalize(value)), IndexText.Fit(value));
        if (_text.Normal.Length > 0) Add(parameter, new(IndexTables.String, Box(parameter), _text.Normal, _text.Exact, s_noRow));
    }

    /// <summary>A row that no value finds and that <c>:missing</c> counts: the element is there, but has nothing to compare.</summary>
    public void Present(int parameter, TableShape table)
    {
        object[] values = [Box(parameter), .. Enumerable.Repeat((object)"", table.Columns.Count - 2), s_noRow];
        Add(parameter, new(table, values));
    }

    /// <summary>A normalized text's initial consonants, where it has Hangul: the row of <c>ㅎㄱㄷ</c> for 홍길동, with the text beside it.</summary>
    public void Initials(int parameter, string value)
    {
        // Most names elsewhere have no letter of Hangul, whole or taken apart.
        if (!value.AsSpan().ContainsAnyInRange('\u1100', '\ud7a3')) return;
        var normal = IndexText.Cut(IndexText.Normalize(value));
        if (Hangul.InitialsOf(normal) is { } initials) Add(parameter, new(IndexTables.String, Box(parameter), initials, normal, s_noRow));
    }

    /// <summary>What stands together on one element. Texts that no index page could hold together are left out.</summary>
    public void Composite(int parameter, (string Text, string System) first, (string Text, string System) second, (double Low, double High, double Low2, double High2) numbers)
    {
        if (Encoding.UTF8.GetByteCount(first.Text) + Encoding.UTF8.GetByteCount(first.System) + Encoding.UTF8.GetByteCount(second.Text) + Encoding.UTF8.GetByteCount(second.System) > MaximumComposite) return;
        Add(parameter, new(IndexTables.Composite, Box(parameter), first.Text, second.Text, numbers.Low, numbers.High, numbers.Low2, numbers.High2, first.System, second.System, s_noRow));
    }

    public void Date(int parameter, long low, long high) => Add(parameter, new(IndexTables.Date, Box(parameter), low, high, s_noRow));

    public void Number(int parameter, double low, double high) => Add(parameter, new(IndexTables.Number, Box(parameter), low, high, s_noRow));

    public void Quantity(int parameter, string unit, string system, double low, double high) =>
        Add(parameter, new(IndexTables.Quantity, Box(parameter), IndexText.Fit(unit), IndexText.Fit(system), low, high, s_noRow));

    private void Add(int parameter, IndexRow row)
    {
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
}
