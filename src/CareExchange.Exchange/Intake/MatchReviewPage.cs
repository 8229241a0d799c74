namespace CareExchange.Exchange.Intake;

/// <summary>What waits for somebody to decide whom it is about.</summary>
/// <param name="Reviews">The matches that have waited longest, these first.</param>
/// <param name="Waiting">How many wait in all.</param>
public sealed record MatchReviewPage(IReadOnlyList<MatchReview> Reviews, long Waiting);
