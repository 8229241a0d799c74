namespace CareExchange.Storage.Search;

/// <summary>A checked search of one resource type. Made by <c>SearchQueryParser</c>, so that it cannot fail later.</summary>
/// <param name="ResourceType">The type searched.</param>
/// <param name="Criteria">All must hold; empty for the whole type.</param>
public sealed record SearchRequest(string ResourceType, IReadOnlyList<SearchCriterion> Criteria)
{
    /// <summary>Matches on a page when the query says nothing.</summary>
    public const int DefaultCount = 50;

    /// <summary>The largest page.</summary>
    public const int MaximumCount = 1000;

    /// <summary>Matches on a page, 0 to <see cref="MaximumCount"/>; 0 asks for the total only.</summary>
    public int Count { get; init; } = DefaultCount;

    /// <summary>What else comes along with the matches.</summary>
    public IReadOnlyList<SearchInclude> Includes { get; init; } = [];

    /// <summary>The types that are asked about beside the one searched: who may not read them may not ask.</summary>
    public IEnumerable<string> LinkedTypes => Criteria.SelectMany(criterion => criterion.Link?.Types ?? []).Distinct(StringComparer.Ordinal);

    /// <summary>The order.</summary>
    public SearchSort Sort { get; init; }

    /// <summary>Whether matches are counted.</summary>
    public SearchTotal Total { get; init; }

    /// <summary>Who asked: cursors made for one key are refused for every other.</summary>
    public string RequesterKey { get; init; } = "";

    /// <summary>The query as it was understood, <c>name:modifier=value&amp;…</c>, for the self link.</summary>
    public string Query { get; init; } = "";

    /// <summary>Where this page starts; null for the first.</summary>
    public SearchPosition? After { get; init; }
}
