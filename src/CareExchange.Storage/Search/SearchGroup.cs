namespace CareExchange.Storage.Search;

/// <summary>Criteria joined by something else than "all must hold".</summary>
/// <param name="Kind">How they are joined.</param>
/// <param name="Members">At least one.</param>
public sealed record SearchGroup(SearchGroupKind Kind, IReadOnlyList<SearchCriterion> Members);

/// <summary>How the members of a group count.</summary>
public enum SearchGroupKind
{
    /// <summary>Every member must hold.</summary>
    All,

    /// <summary>One member must hold, or more.</summary>
    Any,

    /// <summary>No member may hold.</summary>
    None,
}
