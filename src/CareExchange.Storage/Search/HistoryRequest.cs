namespace CareExchange.Storage.Search;

/// <summary>A checked question for versions, newest first unless it says otherwise. Made by <c>HistoryQueryParser</c>, so that it cannot fail later.</summary>
/// <param name="ResourceType">The type; null for everything.</param>
/// <param name="Id">One resource of the type; null for all.</param>
public sealed record HistoryRequest(string? ResourceType, string? Id)
{
    /// <summary>Versions on a page, 0 to <see cref="SearchRequest.MaximumCount"/>.</summary>
    public int Count { get; init; } = SearchRequest.DefaultCount;

    /// <summary>Only versions stored at or after this moment, in µs since 1970.</summary>
    public long? Since { get; init; }

    /// <summary>Only versions that were current at some moment of this half-open period, in µs since 1970.</summary>
    public (long Low, long High)? At { get; init; }

    /// <summary>Only versions of these types, of a history of everything; empty for all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>True for the oldest first.</summary>
    public bool IsOldestFirst { get; init; }

    /// <summary>Who asked: cursors made for one key are refused for every other.</summary>
    public string RequesterKey { get; init; } = "";

    /// <summary>The query as it was understood, for the self link.</summary>
    public string Query { get; init; } = "";

    /// <summary>Where this page starts; null for the first.</summary>
    public SearchPosition? After { get; init; }

    /// <summary>What the history is of, for cursors.</summary>
    internal string Scope => $"_history/{ResourceType}/{Id}";
}
