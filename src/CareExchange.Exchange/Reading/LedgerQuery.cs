namespace CareExchange.Exchange.Reading;

/// <summary>Which provisions are asked for.</summary>
/// <param name="From">The first day, in Korea.</param>
/// <param name="Until">The last day.</param>
public sealed record LedgerQuery(DateOnly From, DateOnly Until)
{
    /// <summary>The longest period of one ledger, in days.</summary>
    public const int LongestDays = 366;

    /// <summary>Patient id of the only person, or null.</summary>
    public string? Person { get; init; }

    /// <summary>Id of the only recipient, or null.</summary>
    public string? Recipient { get; init; }
}
