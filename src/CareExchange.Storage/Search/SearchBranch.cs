namespace CareExchange.Storage.Search;

/// <summary>What a search asks of one resource type.</summary>
/// <param name="ResourceType">The type.</param>
/// <param name="Criteria">All must hold; empty for the whole type.</param>
public sealed record SearchBranch(string ResourceType, IReadOnlyList<SearchCriterion> Criteria);
