using CareExchange.Storage.Database;

namespace CareExchange.Storage.Search;

/// <summary>SQL in the making: its dialect and the values bound so far.</summary>
internal sealed class SqlText(IDatabaseDialect dialect)
{
    private readonly List<object> _values = [];
    private readonly Dictionary<object, string> _lists = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, string> _sets = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, string> _once = new(ReferenceEqualityComparer.Instance);

    public IDatabaseDialect Dialect { get; } = dialect;

    /// <summary>The parameter that stands for a value.</summary>
    public string Bind(object value)
    {
        _values.Add(value);
        return "$" + _values.Count;
    }

    /// <summary>The same of a value that is asked again and again, such as who asks: however often, it is bound once.</summary>
    public string BindOnce(string value) => _once.TryGetValue(value, out var bound) ? bound : _once[value] = Bind(value);

    /// <summary>A condition that the column has one of the values.</summary>
    public string OneOf(string column, IReadOnlyList<string> values) =>
        values.Count == 1 ? $"{column} = {Bind(values[0])}" : Dialect.In(column, Once(_lists, values, () => Bind(Dialect.Texts(values))));

    /// <summary>The same of a list that may name every person there is, and that no row is found by.</summary>
    public string OneOfMany(string column, IReadOnlyList<string> values) => Dialect.InMany(column, Once(_sets, values, () => Bind(Dialect.ManyTexts(values))));

    /// <summary>The same of a list that no row is found by; the same list again is the same text.</summary>
    public string OneOfFew(string column, IReadOnlyList<string> values)
    {
        if (values.Count == 1) return $"{column} = {BindOnce(values[0])}";
        if (values.Count == 0 || values.Count > Dialect.MostFew) return OneOfMany(column, values);
        if (!_once.TryGetValue(values, out var bound)) _once[values] = bound = $"({string.Join(", ", values.Select(Bind))})";
        return $"{column} IN {bound}";
    }

    // However often it is asked in one way, it is bound once. A list that rows are found by and a set that rows are asked of are not written alike.
    private static string Once(Dictionary<object, string> bound, IReadOnlyList<string> values, Func<string> bind) => bound.TryGetValue(values, out var known) ? known : bound[values] = bind();

    public Statement ToStatement(string sql) => new(sql, [.. _values]);
}
