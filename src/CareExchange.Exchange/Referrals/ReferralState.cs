namespace CareExchange.Exchange.Referrals;

/// <summary>Where a referral stands, in the one vocabulary of the gateway (exchange.md §2.3).</summary>
public enum ReferralState
{
    /// <summary>Being written; nobody has seen it.</summary>
    Drafted,

    /// <summary>Sent, not yet confirmed as received.</summary>
    Sent,

    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>The receiver asks for more before deciding.</summary>
    InfoNeeded,

    /// <summary>The receiver takes it on.</summary>
    Accepted,

    /// <summary>The receiver does not take it on.</summary>
    Declined,

    /// <summary>An appointment stands.</summary>
    Scheduled,

    /// <summary>Nobody was met at the appointment.</summary>
    NoShow,

    /// <summary>The appointment was called off.</summary>
    VisitCancelled,

    /// <summary>A visit took place; work goes on.</summary>
    VisitDone,

    /// <summary>The sender asks to stop.</summary>
    CancelAsked,

    /// <summary>Stopped.</summary>
    Cancelled,

    /// <summary>Done, with a result.</summary>
    Done,

    /// <summary>Could not be done.</summary>
    Failed,
}
