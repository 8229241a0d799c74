namespace CareExchange.Exchange.Reading;

/// <summary>One page of looks, newest first.</summary>
/// <param name="PersonName">Empty when the requester may not see it.</param>
/// <param name="Before">Where the next page starts; null on the last.</param>
public sealed record LooksReading(string PersonName, IReadOnlyList<Look> Looks, string? Before);
