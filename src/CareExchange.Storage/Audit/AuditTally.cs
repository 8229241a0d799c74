namespace CareExchange.Storage.Audit;

/// <summary>How many entries of one kind an agent left within a quarter of an hour: as fine as zones differ from each other.</summary>
/// <param name="Agent">Who did it.</param>
/// <param name="Action">The word for what was done.</param>
/// <param name="Outcome"><c>permit</c>, <c>deny</c> or <c>error</c>.</param>
/// <param name="Quarter">When the quarter began.</param>
/// <param name="Entries">How many.</param>
public sealed record AuditTally(string Agent, string Action, string Outcome, DateTimeOffset Quarter, long Entries);
