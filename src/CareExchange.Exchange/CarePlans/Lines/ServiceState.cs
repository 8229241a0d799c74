namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>Where a service stands, in the words of a case manager rather than of one resource type.</summary>
public enum ServiceState
{
    Planned,
    Requested,
    Accepted,
    Active,
    Paused,
    Ended,
    Declined,
    Cancelled,
}
