namespace CareExchange.Storage.Database;

/// <summary>Rows of one table, each with a value for every column: int, long, double, string, byte[] or <see cref="DBNull"/>.</summary>
internal readonly record struct TableRows(TableShape Table, IReadOnlyList<object[]> Rows);
