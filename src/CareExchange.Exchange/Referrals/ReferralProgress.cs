namespace CareExchange.Exchange.Referrals;

/// <summary>Where a referral stands, for a reader.</summary>
/// <param name="Step">The state with its labels and what comes next.</param>
/// <param name="Due">When the next thing is due: what was agreed, else counted from the last change; null where nothing is due or no date is known.</param>
/// <param name="IsOverdue">True where that moment has passed.</param>
public sealed record ReferralProgress(ReferralStep Step, DateTimeOffset? Due, bool IsOverdue);
