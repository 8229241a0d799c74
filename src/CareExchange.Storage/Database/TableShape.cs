using System.Collections.Concurrent;

namespace CareExchange.Storage.Database;

/// <summary>A table whose rows are written in bulk.</summary>
/// <param name="Name">Table name.</param>
/// <param name="Columns">Every column in its order.</param>
internal sealed record TableShape(string Name, IReadOnlyList<ColumnShape> Columns)
{
    private readonly ConcurrentDictionary<string, string> _sql = new(StringComparer.Ordinal);

    /// <summary>True for packed rows that stand in the order of their first two columns, a number and a text (<see cref="OrderedRow"/>).</summary>
    public bool IsByValue { get; init; }

    /// <summary>An SQL text made once per table and use.</summary>
    public string Sql(string use, Func<TableShape, string> make) => _sql.GetOrAdd(use, (_, table) => make(table), this);
}

/// <summary>A column and its PostgreSQL type, which is all that binary arrays need to know.</summary>
internal sealed record ColumnShape(string Name, string PostgresType)
{
    /// <summary>What it holds.</summary>
    public ColumnKind Kind { get; } = PostgresType switch
    {
        "integer" => ColumnKind.Integer,
        "bigint" => ColumnKind.Long,
        "double precision" => ColumnKind.Double,
        "bytea" => ColumnKind.Bytes,
        _ => ColumnKind.Text,
    };
}
