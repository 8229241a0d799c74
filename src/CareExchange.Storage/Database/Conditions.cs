namespace CareExchange.Storage.Database;

/// <summary>A WHERE clause that grows: conditions with <c>{0}</c> where the value's parameter stands.</summary>
internal sealed class Conditions
{
    private readonly List<string> _conditions = [];
    private readonly List<object> _values = [];

    /// <summary>The values bound so far.</summary>
    public object[] Values => [.. _values];

    public Conditions Add(string condition, object? value)
    {
        if (value is null) return this;
        _conditions.Add(condition.Replace("{0}", Parameter(value), StringComparison.Ordinal));
        return this;
    }

    /// <summary>Adds a condition whose values are bound already.</summary>
    public Conditions Add(string condition)
    {
        _conditions.Add(condition);
        return this;
    }

    /// <summary>Binds a value outside the WHERE clause, such as a limit.</summary>
    public string Parameter(object value)
    {
        _values.Add(value);
        return "$" + _values.Count;
    }

    /// <summary><c> WHERE … AND …</c>, or nothing.</summary>
    public override string ToString() => _conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", _conditions);
}
