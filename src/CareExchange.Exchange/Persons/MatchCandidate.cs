namespace CareExchange.Exchange.Persons;

/// <summary>A person who may be meant.</summary>
/// <param name="Person">Patient id.</param>
/// <param name="Score">0 (nothing agrees) to 100 (everything agrees).</param>
/// <param name="Agreeing">The fields that agree: <c>resident-number</c>, <c>identifier</c>, <c>name</c>, <c>birth-date</c>, <c>sex</c>, <c>address</c>.</param>
/// <param name="Differing">The fields that both state and that differ.</param>
public sealed record MatchCandidate(string Person, int Score, IReadOnlyList<string> Agreeing, IReadOnlyList<string> Differing);
