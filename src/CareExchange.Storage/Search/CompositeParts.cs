using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Search;

/// <summary>A composite criterion as what is asked of the index: where its parts stand together on the resource itself, each part is a criterion of its own.</summary>
internal static class CompositeParts
{
    /// <summary>The modifier of what is left to the rows of the composite itself.</summary>
    private const string Together = "together";

    /// <summary>The criterion, or what it is asked as.</summary>
    public static SearchCriterion Of(SearchCriterion criterion, IndexedType type)
    {
        if (criterion is not { Type: "composite", Modifier: null, Link: null, Group: null }) return criterion;
        var places = type.Parameters[criterion.Code].Composites;
        List<SearchCriterion> ways = [.. criterion.Values.SelectMany(value => places.Where(place => place.Folded.Count > 0).Select(place => Parts(place, value)))];
        if (ways.Count == 0) return criterion;
        if (places.Any(place => place.Folded.Count == 0)) ways.Add(criterion with { Modifier = Together });
        return ways is [var only] ? only : SearchCriterion.Of(SearchGroupKind.Any, ways);
    }

    private static SearchCriterion Parts(IndexedComposite place, SearchValue value) =>
        SearchCriterion.Of(SearchGroupKind.All, [.. value.Parts.Select((part, index) => new SearchCriterion(place.Folded[index], place.Parts[index].Type, null, [part]))]);
}
