using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Loading;

/// <summary>Writes prepared texts in one commit, trying again where something stands in the way.</summary>
/// <param name="services">What every load needs.</param>
/// <param name="order">Whose batches they are.</param>
/// <param name="seen">What the load has seen, where it began with an empty database; null where everything has to be looked for.</param>
internal sealed class LoadBatch(LoadServices services, LoadOrder order, LoadedKeys? seen)
{
    private const int Tries = 5;
    private readonly LoadRecords _records = new(services, order);

    /// <summary>Makes a batch ready as far as that goes without the writer; one batch after the other, in their order.</summary>
    public LoadPlan Plan(IReadOnlyList<LoadItem> items) => LoadPlan.Of(items, services, _records, seen);

    /// <summary>Stores the batch.</summary>
    /// <param name="items">Prepared texts in their order.</param>
    /// <param name="plan">Their plan, which is used once.</param>
    /// <param name="before">What was committed before.</param>
    /// <param name="place">Source and line that the load stands at behind these texts.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>What is committed now.</returns>
    public async Task<LoadProgress> WriteAsync(IReadOnlyList<LoadItem> items, LoadPlan plan, LoadProgress before, LoadProgress place, CancellationToken cancellationToken)
    {
        // Transactions that turn out to be refused in the middle are left out as a whole: once more without them.
        var left = new Dictionary<LoadItem, IReadOnlyList<Issue>>(ReferenceEqualityComparer.Instance);
        for (var attempt = 1; ; attempt++)
        {
            LoadItem[] rest = [.. items.Select(item => left.TryGetValue(item, out var why) ? LoadItem.Failure(item.Text, why, item.Entries.Count) : item)];
            try
            {
                await using var unit = await services.Writes.BeginAsync(order.Requester, cancellationToken);

                // Who tries again looks for everything: what another made meanwhile was in nobody's plan.
                var commit = new LoadCommit(services, order, unit, rest, attempt == 1 ? plan : LoadPlan.Of(rest, services, _records, seen: null));
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
