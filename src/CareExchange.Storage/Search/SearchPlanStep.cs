namespace CareExchange.Storage.Search;

/// <summary>One statement of a search, explained: for operators who want to know what a query costs. Holds no value of the query and no row.</summary>
/// <param name="Purpose"><c>probe</c> (are there very many?), <c>window</c> (a page among the next rows of the order), <c>page</c>, <c>rest</c> (rows without a value of the first sort key) or <c>total</c>.</param>
/// <param name="Sql">The statement; values are <c>$1, $2 …</c>.</param>
/// <param name="Plan">The database's own words, a line for each step.</param>
/// <param name="Rows">How many rows it gave.</param>
/// <param name="Microseconds">How long it took on this machine, once.</param>
public sealed record SearchPlanStep(string Purpose, string Sql, IReadOnlyList<string> Plan, long Rows, long Microseconds);
