namespace CareExchange.Mapping.Sources;

/// <summary>One row of a table.</summary>
/// <param name="Sheet">The sheet's name; empty for CSV.</param>
/// <param name="Line">1-based line or row.</param>
internal readonly record struct SourceRow(string Sheet, int Line);
