using System.Collections.Frozen;

namespace CareExchange.Mapping.Sources;

/// <summary>What a partner's table looks like: the <c>*.source.json</c> beside its map.</summary>
/// <param name="Format"><c>csv</c> or <c>xlsx</c>.</param>
/// <param name="Encoding">Of CSV: <c>auto</c>, <c>utf-8</c>, <c>utf-16</c> or <c>cp949</c>.</param>
/// <param name="Delimiter">Of CSV: one character; null to find out.</param>
/// <param name="Tables">One for CSV, one for each declared sheet of a workbook.</param>
internal sealed record TableDeclaration(string Format, string Encoding, char? Delimiter, IReadOnlyList<TableSheet> Tables);

/// <summary>One table.</summary>
/// <param name="Sheet">The sheet's name; empty for CSV.</param>
/// <param name="Property">Its name in the tree.</param>
/// <param name="IsForm">True where one column has labels and another the values; false for rows under a heading.</param>
/// <param name="HeaderRow">1-based row of the heading.</param>
/// <param name="LabelColumn">1-based column of a form's labels.</param>
/// <param name="ValueColumn">1-based column of a form's values.</param>
/// <param name="IsRequired">True where a workbook without the sheet is refused.</param>
/// <param name="Columns">The declared columns.</param>
internal sealed record TableSheet(string Sheet, string Property, bool IsForm, int HeaderRow, int LabelColumn, int ValueColumn, bool IsRequired, IReadOnlyList<TableColumn> Columns)
{
    private FrozenDictionary<string, TableColumn> _byName = ByName(Columns);
    private FrozenDictionary<string, TableColumn> _byKey = ByKey(Columns);

    /// <summary>The declared columns.</summary>
    public IReadOnlyList<TableColumn> Columns
    {
        get;
        init => (field, _byName, _byKey) = (value, ByName(value), ByKey(value));
    } = Columns;

    /// <summary>How many rows the heading takes, the last of them right above the records.</summary>
    public int HeaderRows { get; init; } = 1;

    /// <summary>The column that a heading (or label) names: as it is declared, else whatever spelling of it; null for none.</summary>
    public TableColumn? Find(string heading) => _byName.GetValueOrDefault(heading) ?? _byKey.GetValueOrDefault(HeadingText.Key(heading));

    private static FrozenDictionary<string, TableColumn> ByName(IReadOnlyList<TableColumn> columns) => First(columns.Select(column => (column.Name, column)));

    private static FrozenDictionary<string, TableColumn> ByKey(IReadOnlyList<TableColumn> columns) => First(columns.SelectMany(column => column.Keys.Select(key => (key, column))));

    private static FrozenDictionary<string, TableColumn> First(IEnumerable<(string Name, TableColumn Column)> columns)
    {
        var first = new Dictionary<string, TableColumn>(StringComparer.Ordinal);
        foreach (var (name, column) in columns) first.TryAdd(name, column);
        return first.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

/// <summary>One column, or one label of a form.</summary>
/// <param name="Name">The heading as the partner writes it.</param>
/// <param name="Property">Its name in the tree.</param>
internal sealed record TableColumn(string Name, string Property)
{
    public ColumnType Type { get; init; }

    /// <summary>Other names that the heading may have.</summary>
    public IReadOnlyList<string> Aliases
    {
        get;
        init
        {
            field = value;
            Keys = [HeadingText.Key(Name), .. value.Select(HeadingText.Key)];
        }
    } = [];

    /// <summary>What all its spellings come down to, see <see cref="HeadingText.Key"/>.</summary>
    public IReadOnlyList<string> Keys { get; private init; } = [HeadingText.Key(Name)];

    /// <summary>The heading must be there.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Every row must have a value.</summary>
    public bool IsFilled { get; init; }

    /// <summary>Forms of a date; null takes the usual ones.</summary>
    public IReadOnlyList<DatePattern>? Formats { get; init; }

    /// <summary>Separates the items of a cell that holds a list; null for one value.</summary>
    public string? Split { get; init; }

    public IReadOnlyList<string> True { get; init; } = ["true", "Y", "y", "1", "예", "유", "O", "o"];

    public IReadOnlyList<string> False { get; init; } = ["false", "N", "n", "0", "아니오", "무", "X", "x"];

    /// <summary>The allowed values; null where any will do.</summary>
    public IReadOnlySet<string>? Codes { get; init; }

    /// <summary>Url of the ConceptMap whose codes are the allowed values.</summary>
    public string? CodesUrl { get; init; }
}

internal enum ColumnType
{
    String,
    Integer,
    Decimal,
    Boolean,
    Date,
    DateTime,
    Time,
}
