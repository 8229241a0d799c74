using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Says of resources that a search found, or may have found (<see cref="AccessPredicate.Undecided"/>), which of them may be known of.</summary>
/// <param name="resources">The resources.</param>
/// <param name="cancellationToken">Cancels.</param>
/// <returns>For each of them, in their order, whether it may be known of. Must not wait for the store's writer.</returns>
public delegate ValueTask<IReadOnlyList<bool>> RowJudge(IReadOnlyList<StoredResource> resources, CancellationToken cancellationToken);
