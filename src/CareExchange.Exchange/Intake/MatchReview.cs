namespace CareExchange.Exchange.Intake;

/// <summary>A doubtful match as whoever decides it sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Partner">Who sent the message: the organisation's name.</param>
/// <param name="Since">Since when it waits.</param>
/// <param name="IsOverdue">True where that is longer than it should be.</param>
/// <param name="Stated">What the message says of the person.</param>
/// <param name="HasNumber">True where the message states a resident registration number; the number itself is kept with the original alone.</param>
/// <param name="Candidates">Who may be meant, the likeliest first.</param>
public sealed record MatchReview(
    string Id, string Partner, DateTimeOffset Since, bool IsOverdue, MatchFacts Stated, bool HasNumber, IReadOnlyList<MatchReviewCandidate> Candidates);
