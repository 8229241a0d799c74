using CareExchange.Storage.Database;

namespace CareExchange.Storage.Loading;

/// <summary>The tables that a load writes beside the index tables, with every column in its order.</summary>
internal static class LoadTables
{
    public static TableShape Resource { get; } = new(
        "resource",
        [
            Long("rid"), Text("type"), Text("id"), Long("version"), Long("updated"), new("deleted", "integer"), Text("person"), Text("category"), Text("source"),
            Bytes("index_keys"), Bytes("json"),
        ]);

    private static ColumnShape Text(string name) => new(name, "text");

    private static ColumnShape Long(string name) => new(name, "bigint");

    private static ColumnShape Bytes(string name) => new(name, "bytea");
}
