namespace CareExchange.Exchange.Interactions;

/// <summary>One statement by which a search is carried out, without its values.</summary>
/// <param name="Purpose">What it is for: <c>probe</c>, <c>window</c>, <c>page</c>, <c>rest</c> or <c>total</c>.</param>
/// <param name="Sql">The statement.</param>
/// <param name="Plan">How the database carries it out, in its own words.</param>
/// <param name="Rows">How many rows it gave, or counted.</param>
/// <param name="Microseconds">How long it took, once.</param>
public sealed record ExplainedStatement(string Purpose, string Sql, IReadOnlyList<string> Plan, long Rows, long Microseconds);
