namespace CareExchange.Exchange.Reading;

/// <summary>One page of persons.</summary>
/// <param name="Order">The order they stand in: by name when too many match to rank them all.</param>
/// <param name="Next">Where the next page starts; null on the last.</param>
public sealed record PersonListReading(IReadOnlyList<PersonEntry> Entries, PersonListOrder Order, string? Next);
