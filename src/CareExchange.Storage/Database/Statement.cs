namespace CareExchange.Storage.Database;

/// <summary>SQL with the values of <c>$1, $2 …</c>; null values are <see cref="DBNull"/>.</summary>
internal readonly record struct Statement(string Sql, params object[] Values);
