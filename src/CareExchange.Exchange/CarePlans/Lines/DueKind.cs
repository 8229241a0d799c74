namespace CareExchange.Exchange.CarePlans.Lines;

public enum DueKind
{
    /// <summary>Visit or call asked for at discharge or planned.</summary>
    FollowUp,

    /// <summary>A team member's task.</summary>
    Task,

    /// <summary>Check of the plan that Rule 10 demands.</summary>
    PlanReview,

    /// <summary>Referral without an answer.</summary>
    Referral,

    /// <summary>Target date of a goal.</summary>
    Goal,

    /// <summary>A service ends or starts.</summary>
    Service,

    /// <summary>A grade or benefit runs out.</summary>
    Benefit,

    /// <summary>A consent runs out.</summary>
    Consent,
}
