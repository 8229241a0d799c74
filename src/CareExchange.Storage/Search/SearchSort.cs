namespace CareExchange.Storage.Search;

/// <summary>One key of the order (R4 search.html#sort). The row number follows the last key, so that the order is total and the next page starts exactly
/// after the last match.</summary>
/// <param name="Code"><c>_id</c>, <c>_lastUpdated</c>, or a search parameter of every type searched.</param>
/// <param name="IsDescending">False: the lowest of several values counts; true: the highest. Resources without a value come last either way.</param>
public sealed record SearchSort(string Code, bool IsDescending);
