namespace CareExchange.Exchange.Intake;

/// <summary>Patients that share an identifier.</summary>
/// <param name="Waiting">Those of whom nobody has decided whether they are one person, the oldest first.</param>
/// <param name="Joined">Those last decided to be one, which can be taken back.</param>
/// <param name="Count">How many wait in all.</param>
public sealed record PairReviewPage(IReadOnlyList<PairReview> Waiting, IReadOnlyList<PairReview> Joined, long Count);
