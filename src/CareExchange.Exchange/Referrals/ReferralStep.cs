namespace CareExchange.Exchange.Referrals;

/// <summary>One row of the crosswalk: a state, how it is written in FHIR, and what it is called.</summary>
/// <param name="State">The state.</param>
/// <param name="TaskStatus">R4 <c>Task.status</c>.</param>
/// <param name="BusinessStatus"><c>Task.businessStatus</c> code in <see cref="ReferralMachine.BusinessSystem"/>; null where the status says it all.</param>
/// <param name="English">English label.</param>
/// <param name="Korean">Korean label.</param>
/// <param name="NextEnglish">What is to happen next; null where nothing is.</param>
/// <param name="NextKorean">The same in Korean.</param>
/// <param name="NextBy">Whose turn it is; null where it is over.</param>
/// <param name="Within">How soon, counted from the last change, where nothing else is agreed; null where it is over or open.</param>
public sealed record ReferralStep(
    ReferralState State,
    string TaskStatus,
    string? BusinessStatus,
    string English,
    string Korean,
    string? NextEnglish,
    string? NextKorean,
    ReferralActor? NextBy,
    TimeSpan? Within)
{
    /// <summary>True where the referral is over.</summary>
    public bool IsFinal => NextBy is null;
}
