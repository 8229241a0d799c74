namespace CareExchange.Exchange.CarePlans;

/// <summary>Deadlines that follow from rules rather than from a message; a municipality may set stricter ones.</summary>
/// <param name="FirstReviewMonths">First check of a new plan (Enforcement Rule 10: within 3 months).</param>
/// <param name="ReviewMonths">Every check after it (Rule 10: at least every 6 months).</param>
/// <param name="ReferralDays">Days in which a referral should be answered.</param>
/// <param name="UrgentReferralDays">The same for an urgent one.</param>
/// <param name="AheadDays">How early the end of a service, grade or consent is announced.</param>
/// <param name="MissedVisitDays">How long a visit that passed without a result stays on the list.</param>
public sealed record PlanDeadlines(
    int FirstReviewMonths = 3,
    int ReviewMonths = 6,
    int ReferralDays = 3,
    int UrgentReferralDays = 2,
    int AheadDays = 60,
    int MissedVisitDays = 30);
