using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>The columns in which an index table keeps what a value is compared with.</summary>
/// <param name="Text">Code, target, unit or text.</param>
/// <param name="System">System or target type; empty where the table has none.</param>
/// <param name="Exact">The text as written; empty where the table has none.</param>
/// <param name="Low">The lower number.</param>
/// <param name="High">The higher number.</param>
internal readonly record struct ValueColumns(string Text, string System, string Exact, string Low, string High)
{
    /// <summary>The table of a parameter type.</summary>
    public static TableShape Table(string type) => type switch
    {
        "token" => IndexTables.Token,
        "reference" => IndexTables.Reference,
        "string" => IndexTables.String,
        "date" => IndexTables.Date,
        "number" => IndexTables.Number,
        "quantity" => IndexTables.Quantity,
        "uri" => IndexTables.Uri,
        "composite" or "special" => IndexTables.Composite,
        _ => throw new ArgumentException($"No index table for search parameters of type '{type}'.", nameof(type)),
    };

    /// <summary>The columns of a parameter type's table under an alias.</summary>
    public static ValueColumns Of(string type, string alias)
    {
        var (text, system) = type switch
        {
            "token" => ("code", "system"),
            "reference" => ("target", "target_type"),
            "quantity" => ("unit", "system"),
            _ => ("value", ""),
        };
        return new($"{alias}.{text}", $"{alias}.{system}", $"{alias}.exact", $"{alias}.low", $"{alias}.high");
    }

    /// <summary>The columns of one part of a composite.</summary>
    public static ValueColumns Part(int part, string alias) => part switch
    {
        0 => new($"{alias}.code", $"{alias}.code_system", "", "", ""),
        1 => new($"{alias}.value", $"{alias}.value_system", "", $"{alias}.low", $"{alias}.high"),
        _ => new("", "", "", $"{alias}.low2", $"{alias}.high2"),
    };
}
