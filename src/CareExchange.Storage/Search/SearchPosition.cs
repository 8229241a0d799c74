namespace CareExchange.Storage.Search;

/// <summary>Where a page ended, and what the first page fixed for all that follow.</summary>
/// <param name="Row">Row number of the last match.</param>
/// <param name="Keys">Sort keys of the last match as text, null for a missing value; empty when sorted as stored.</param>
/// <param name="LastRow">The newest row when the search began: what is stored later does not enter its pages.</param>
/// <param name="Total">The total counted on the first page.</param>
public sealed record SearchPosition(long Row, IReadOnlyList<string?> Keys, long LastRow, long? Total);
