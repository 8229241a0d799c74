namespace CareExchange.Storage.Search;

/// <summary>The order of the matches. Each is total: the next page starts exactly after the last match.</summary>
public enum SearchSort
{
    /// <summary>First stored first; the default, and the cheapest.</summary>
    Stored,

    /// <summary><c>_sort=_id</c>.</summary>
    Id,

    /// <summary><c>_sort=-_id</c>.</summary>
    IdDescending,

    /// <summary><c>_sort=_lastUpdated</c>.</summary>
    LastUpdated,

    /// <summary><c>_sort=-_lastUpdated</c>.</summary>
    LastUpdatedDescending,
}
