namespace CareExchange.Exchange.CarePlans;

/// <summary>The calendar day in Korea, by which ages, waiting times and deadlines are counted wherever the server stands.</summary>
public static class KoreanDay
{
    /// <summary>Korea keeps one offset all year, so no zone database is needed.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(9);

    /// <summary>The day an instant falls on.</summary>
    public static DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);
}
