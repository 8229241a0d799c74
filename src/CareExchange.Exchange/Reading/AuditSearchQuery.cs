namespace CareExchange.Exchange.Reading;

/// <summary>Which records of the trail are asked for; everything set must hold.</summary>
public sealed record AuditSearchQuery
{
    /// <summary>Patient id.</summary>
    public string? Person { get; init; }

    /// <summary>Id of who did it.</summary>
    public string? Agent { get; init; }

    /// <summary>The first day, in Korea.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Where the page starts, as the page before said.</summary>
    public string? Before { get; init; }
}
