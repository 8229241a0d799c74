namespace CareExchange.Exchange.Intake;

/// <summary>Two Patients that state one identifier, as whoever decides whether they are one person sees them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Since">Since when both state it.</param>
/// <param name="IsOverdue">True where it has waited too long.</param>
/// <param name="First">Who stated it first, with how far the other agrees.</param>
/// <param name="Second">Who came with it later.</param>
public sealed record PairReview(string Id, DateTimeOffset Since, bool IsOverdue, MatchReviewCandidate First, MatchReviewCandidate Second);
