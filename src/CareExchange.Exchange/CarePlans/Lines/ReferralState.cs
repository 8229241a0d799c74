namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>One state machine over all partners' dialects; FHIR Task.status and businessStatus are folded into it.</summary>
public enum ReferralState
{
    Drafted,
    Sent,
    Delivered,
    InfoNeeded,
    Accepted,
    Scheduled,
    InProgress,
    Done,
    Declined,
    CancelAsked,
    Cancelled,
    Failed,
}
