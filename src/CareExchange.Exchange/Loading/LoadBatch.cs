using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;

namespace CareExchange.Exchange.Loading;

/// <summary>Writes prepared texts in one commit, trying again where something stands in the way.</summary>
internal sealed class LoadBatch(LoadServices services, LoadOrder order)
{
    private const int Tries = 5;

    /// <summary>Stores the batch.</summary>
    /// <param name="items">Prepared texts in their order.</param>
    /// <param name="before">What was committed before.</param>
    /// <param name="place">Source and line that the load stands at behind these texts.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>What is committed now.</returns>
    public async Task<LoadProgress> WriteAsync(IReadOnlyList<LoadItem> items, LoadProgress before, LoadProgress place, CancellationToken cancellationToken)
    {
        // Transactions that turn out to be refused in the middle are left out as a whole: once more without them.
        var left = new Dictionary<LoadItem, IReadOnlyList<Issue>>(ReferenceEqualityComparer.Instance);
        for (var attempt = 1; ; attempt++)
        {
            LoadItem[] rest = [.. items.Select(item => left.TryGetValue(item, out var why) ? LoadItem.Failure(item.Text, why, item.Entries.Count) : item)];
            try
            {
                await using var unit = await services.Writes.BeginAsync(order.Requester, cancellationToken);
                var commit = new LoadCommit(services, order, unit, rest);
                if (await commit.WriteAsync(before, place, cancellationToken) is { } after) return after;
                var (at, issues) = commit.Undone!.Value;
                left[items[at]] = issues;
            }
            catch (LoadConflictException) when (attempt - left.Count < Tries)
            {
                // Somebody created one of these at the same moment: the next look finds it.
            }
        }
    }
}
