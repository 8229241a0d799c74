namespace CareExchange.Exchange.Intake;

/// <summary>A person who may be meant.</summary>
/// <param name="Person">Patient id.</param>
/// <param name="Facts">What is known of them, as the reader may see it; null where they may see nothing, and are told only what agrees with the message.</param>
/// <param name="Agreeing">The fields that agree: <c>resident-number</c>, <c>identifier</c>, <c>name</c>, <c>birth-date</c>, <c>sex</c>, <c>address</c>.</param>
/// <param name="Differing">The fields that both state and that differ.</param>
public sealed record MatchReviewCandidate(string Person, MatchFacts? Facts, IReadOnlyList<string> Agreeing, IReadOnlyList<string> Differing);
