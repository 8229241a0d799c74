namespace CareExchange.Exchange.Referrals;

/// <summary>Who moves a referral.</summary>
public enum ReferralActor
{
    /// <summary>Who asked for the service (Task.requester).</summary>
    Requester,

    /// <summary>Who is asked (Task.owner).</summary>
    Owner,
}
