using CareExchange.Storage.Database;

namespace CareExchange.Storage.Search;

/// <summary>SQL in the making: its dialect and the values bound so far.</summary>
internal sealed class SqlText(IDatabaseDialect dialect)
{
    /// <summary>The most values that are asked one by one.</summary>
    public const int MostFew = 24;

    private readonly List<object> _values = [];
    private readonly Dictionary<object, string> _lists = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, string> _few = new(ReferenceEqualityComparer.Instance);

    public IDatabaseDialect Dialect { get; } = dialect;

    /// <summary>The parameter that stands for a value.</summary>
    public string Bind(object value)
    {
        _values.Add(value);
        return "$" + _values.Count;
    }

    /// <summary>A condition that the column has one of the values.</summary>
    public string OneOf(string column, IReadOnlyList<string> values) =>
        values.Count == 1 ? $"{column} = {Bind(values[0])}" : Dialect.In(column, BindList(values, Dialect.Texts));

    /// <summary>The same of a list that may name every person there is, and that no row is found by.</summary>
    public string OneOfMany(string column, IReadOnlyList<string> values) => Dialect.InMany(column, BindList(values, Dialect.ManyTexts));

    /// <summary>The same of a short list that no row is found by: its values are asked one by one, where a list would have to be read first.</summary>
    public string OneOfFew(string column, IReadOnlyList<string> values)
    {
        if (values.Count is < 2 or > MostFew) return OneOf(column, values);
        if (!_few.TryGetValue(values, out var bound)) _few[values] = bound = $"({string.Join(", ", values.Select(Bind))})";
        return $"{column} IN {bound}";
    }

    // However often it is asked, it is bound once.
    private string BindList(IReadOnlyList<string> values, Func<IReadOnlyList<string>, object> write)
    {
        if (_lists.TryGetValue(values, out var bound)) return bound;
        return _lists[values] = Bind(write(values));
    }

    public Statement ToStatement(string sql) => new(sql, [.. _values]);
}
