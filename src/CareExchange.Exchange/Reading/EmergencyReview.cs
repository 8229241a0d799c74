namespace CareExchange.Exchange.Reading;

/// <summary>An emergency access, as the privacy officer reviews it.</summary>
/// <param name="Id">Id of its Task.</param>
/// <param name="Person">Patient id.</param>
/// <param name="Who">Who broke the glass.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="From">Since when.</param>
/// <param name="Until">Until when.</param>
/// <param name="Note">What the review found; null while it is open.</param>
public sealed record EmergencyReview(string Id, string Person, string Who, string Reason, DateTimeOffset From, DateTimeOffset Until, string? Note)
{
    /// <summary>True while it opens something.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Who ended it early (<c>requester</c>, <c>privacy-officer</c>, <c>person</c>, <c>representative</c>); null where it ran to its end.</summary>
    public string? EndedBy { get; init; }
}
