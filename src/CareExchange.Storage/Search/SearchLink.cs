namespace CareExchange.Storage.Search;

/// <summary>A chain (R4 search.html#chaining) or, backwards, <c>_has</c> (search.html#has): what must hold at the other end of a reference.</summary>
/// <param name="IsReverse">True for <c>_has</c>, where the other end refers to the resource that is searched.</param>
/// <param name="Ends">Alternatives by type; one of them must hold. Of <c>_has</c> exactly one.</param>
public sealed record SearchLink(bool IsReverse, IReadOnlyList<SearchLinkEnd> Ends)
{
    /// <summary>The longest chain, in references.</summary>
    public const int MaximumDepth = 8;

    /// <summary>Every resource type that the link and the links behind it ask about.</summary>
    public IEnumerable<string> Types => Ends.SelectMany(end => end.Criterion.LinkedTypes.Prepend(end.ResourceType));
}

/// <summary>One end of a link.</summary>
/// <param name="ResourceType">The type at the other end.</param>
/// <param name="Criterion">What must hold of it.</param>
public sealed record SearchLinkEnd(string ResourceType, SearchCriterion Criterion);
