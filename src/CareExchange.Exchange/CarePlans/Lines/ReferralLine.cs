namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A referral and how far it got.</summary>
/// <param name="Asked">Day it was sent.</param>
/// <param name="StateSince">Day of the last change of state.</param>
/// <param name="WaitingDays">Whole days since it was sent, while it is still open; null once closed or when no day is known.</param>
/// <param name="StateReason">Why it was declined, put on hold or failed.</param>
public sealed record ReferralLine(
    string Reference,
    Source Source,
    Phrase Text,
    Phrase? From,
    Phrase? To,
    ReferralState State,
    bool IsUrgent,
    DateOnly? Asked,
    DateOnly? StateSince,
    DateOnly? Due,
    int? WaitingDays,
    Phrase? Reason,
    Phrase? StateReason) : PlanLine(Reference, Source)
{
    public bool IsOpen => State is not (ReferralState.Done or ReferralState.Declined or ReferralState.Cancelled or ReferralState.Failed);
}
