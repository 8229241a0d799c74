using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Database;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Loading;

/// <summary>Writes prepared texts, trying again where something stands in the way. One flow at a time.</summary>
/// <remarks>A batch is a commit of its own; or several share one, where nobody else waits for it and nothing of them can be refused as a whole.</remarks>
/// <param name="services">What every load needs.</param>
/// <param name="order">Whose batches they are.</param>
/// <param name="seen">What the load has seen, where it began with an empty database; null where everything has to be looked for.</param>
internal sealed class LoadBatch(LoadServices services, LoadOrder order, LoadedKeys? seen) : IAsyncDisposable
{
    private const int Tries = 5;
    private readonly LoadRecords _records = new(services, order);
    private WriteUnit? _open;
    private int _batches;

    /// <summary>True where everything that was written is committed.</summary>
    public bool IsCommitted => _open is null;

    /// <summary>Makes a batch ready as far as that goes without the writer; one batch after the other, in their order.</summary>
    public LoadPlan Plan(IReadOnlyList<LoadItem> items) => LoadPlan.Of(items, services, _records, seen);

    /// <summary>Stores the batch.</summary>
    /// <param name="items">Prepared texts in their order.</param>
    /// <param name="plan">Their plan, which is used once.</param>
    /// <param name="before">What was written before.</param>
    /// <param name="place">Source and line that the load stands at behind these texts.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>What is written now.</returns>
    public async Task<LoadProgress> WriteAsync(IReadOnlyList<LoadItem> items, LoadPlan plan, LoadProgress before, LoadProgress place, CancellationToken cancellationToken)
    {
        // Whatever may have to be undone is undone alone.
        var isShared = services.Bulk.IsAlone && !items.Any(item => item.IsWhole);
        if (!isShared) await CommitAsync(cancellationToken);

        // Transactions that turn out to be refused in the middle are left out as a whole: once more without them.
        var left = new Dictionary<LoadItem, IReadOnlyList<Issue>>(ReferenceEqualityComparer.Instance);
        for (var attempt = 1; ; attempt++)
        {
            LoadItem[] rest = [.. items.Select(item => left.TryGetValue(item, out var why) ? LoadItem.Failure(item.Text, why, item.Entries.Count) : item)];
            try
            {
                _open ??= await services.Writes.BeginAsync(order.Requester, cancellationToken);

                // Who tries again looks for everything: what another made meanwhile was in nobody's plan.
                var commit = new LoadCommit(services, order, _open, rest, attempt == 1 ? plan : LoadPlan.Of(rest, services, _records, seen: null));
                if (await commit.WriteAsync(before, place, cancellationToken) is { } after)
                {
                    _batches++;
                    if (!isShared || after.IsDone || _batches >= order.BatchesInCommit) await CommitAsync(cancellationToken);
                    return after;
                }

                var (at, issues) = commit.Undone!.Value;
                left[items[at]] = issues;
            }
            catch (LoadConflictException) when (_batches == 0 && attempt - left.Count < Tries)
            {
                // Somebody created one of these at the same moment: the next look finds it. Behind another batch of the same commit nobody could.
            }

            await DisposeAsync();
        }
    }

    /// <summary>Commits what was written.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_open is not { } open) return;
        await open.Transaction.CommitAsync(cancellationToken);
        await DisposeAsync();
    }

    /// <summary>Undoes what is not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_open is { } open) await open.DisposeAsync();
        (_open, _batches) = (null, 0);
    }
}
