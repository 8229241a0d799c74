using CareExchange.Storage.Database;

namespace CareExchange.Storage.Indexing;

/// <summary>The index tables. The row number is the last column of each, because it is known last.</summary>
internal static class IndexTables
{
    private static readonly ColumnShape Row = new("rid", "bigint");
    private static readonly ColumnShape Parameter = new("param", "integer");

    public static TableShape Token { get; } = new("index_token", [Parameter, Text("code"), Text("system"), Row]) { IsByValue = true };

    public static TableShape Reference { get; } = new("index_reference", [Parameter, Text("target"), Text("target_type"), Row]) { IsByValue = true };

    public static TableShape Uri { get; } = new("index_uri", [Parameter, Text("value"), Row]) { IsByValue = true };

    public static TableShape String { get; } = new("index_string", [Parameter, Text("value"), Text("exact"), Row]);

    public static TableShape Date { get; } = new("index_date", [Parameter, new("low", "bigint"), new("high", "bigint"), Row]);

    public static TableShape Number { get; } = new("index_number", [Parameter, Double("low"), Double("high"), Row]);

    public static TableShape Quantity { get; } = new("index_quantity", [Parameter, Text("unit"), Text("system"), Double("low"), Double("high"), Row]);

    /// <summary>What stands together on one element: the first part's text, the second's text or unit, and the numbers of the second and third.</summary>
    public static TableShape Composite { get; } = new(
        "index_composite",
        [Parameter, Text("code"), Text("value"), Double("low"), Double("high"), Double("low2"), Double("high2"), Text("code_system"), Text("value_system"), Row]);

    /// <summary>Clustered by value; their rows are removed by naming them.</summary>
    public static IReadOnlyList<TableShape> ByValue { get; } = [Token, Reference, Uri];

    /// <summary>Clustered by resource; their rows are removed by row number.</summary>
    public static IReadOnlyList<TableShape> ByResource { get; } = [String, Date, Number, Quantity, Composite];

    /// <summary>Every table; its place here is its number in packed rows. Those clustered by value come first, because their numbers are stored (<see cref="IndexKeys"/>).</summary>
    public static IReadOnlyList<TableShape> All { get; } = [.. ByValue, .. ByResource];

    private static ColumnShape Text(string name) => new(name, "text");

    private static ColumnShape Double(string name) => new(name, "double precision");
}
