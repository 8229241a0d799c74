namespace CareExchange.Exchange.Reading;

/// <summary>Which persons to list.</summary>
/// <param name="Search">Part of a name; empty for everybody.</param>
/// <param name="Order">In which order.</param>
/// <param name="After">Where the page before ended, as its <see cref="PersonListReading.Next"/> said; null for the first page. Anything else starts at the first page.</param>
/// <param name="Count">Persons on a page, 1 to 100.</param>
public sealed record PersonListQuery(string Search = "", PersonListOrder Order = PersonListOrder.Due, string? After = null, int Count = 25);
