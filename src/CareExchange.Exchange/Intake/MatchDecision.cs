using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Intake;

/// <summary>What a person decided about a doubtful match.</summary>
/// <param name="MatchId">The parked match.</param>
/// <param name="Person">Patient id of who is meant; empty for somebody new.</param>
/// <param name="By">Who decided.</param>
public sealed record MatchDecision(string MatchId, string Person, Requester By);
