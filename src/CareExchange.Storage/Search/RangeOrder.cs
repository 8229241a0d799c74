using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>The order of a search that asks for a range of time and for no order: that of the range. Its index is then walked from the range's end, and a page
/// costs the same however many match; in the order of row numbers every match would be found and sorted for each page.</summary>
internal static class RangeOrder
{
    // What leaves fewer rows than a range of time is where a search starts.
    private const int RangeRank = 6;

    /// <summary>The order; null where the search has one already, or something in it finds fewer rows than the range does.</summary>
    public static SearchSort? Of(SearchRequest request, IndexCatalog catalog)
    {
        if (request is not { Sort: [], Branches: [var branch], Count: > 0 } || !branch.Criteria.Any(IsRange)) return null;
        var body = new BodySql(catalog, AccessPredicate.Unrestricted);
        var best = branch.Criteria.Min(criterion => body.Criterion(new(branch.ResourceType, criterion), 0).Rank);
        if (best == RangeRank && branch.Criteria.FirstOrDefault(IsRange) is { Code: not "_lastUpdated" } range) return new(range.Code, branch.Criteria.Any(criterion => criterion.Code == range.Code && IsRange(criterion) && IsFrom(criterion)));

        // In the order of changes a client that asks for what is new since last time reads on where it ended.
        return best == 9 && branch.Criteria.Any(criterion => criterion.Code == "_lastUpdated" && IsRange(criterion)) ? new("_lastUpdated", IsDescending: false) : null;
    }

    /// <summary>What is asked of the first key's own values, of which one row of the index answers all; null for nothing of the kind. Where there is more than one such range, one that ends.</summary>
    public static SearchCriterion? BoundOf(IReadOnlyList<SearchCriterion> criteria, SearchSort first) =>
        criteria.Where(criterion => criterion.Code == first.Code && criterion.Code != "_lastUpdated" && IsRange(criterion)).OrderBy(IsFrom).FirstOrDefault();

    private static bool IsRange(SearchCriterion criterion) =>
        criterion is { Type: "date", Modifier: null, Link: null, Group: null, Values: [{ Prefix: not (SearchPrefix.Ne or SearchPrefix.Ap) }] };

    // What only begins has its matches at the end of the index.
    private static bool IsFrom(SearchCriterion criterion) => criterion.Values[0].Prefix is SearchPrefix.Ge or SearchPrefix.Gt or SearchPrefix.Sa;
}
