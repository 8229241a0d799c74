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

    /// <summary>Nobody was met at the appointment.</summary>
    NoShow,

    /// <summary>The appointment was called off.</summary>
    VisitCancelled,

    /// <summary>A visit took place; work goes on.</summary>
    VisitDone,
    InProgress,
    Done,
    Declined,
    CancelAsked,
    Cancelled,
    Failed,
}
