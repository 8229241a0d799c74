using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Loading;

/// <summary>Loads whole sources: chunks are read, prepared on every core and written in their order, batch by batch.</summary>
/// <remarks>While one batch is written the next is prepared, and no more than that is in memory, however long the sources are. A load that was stopped or killed goes on
/// behind its last commit when the same order is run again; what a commit holds is stored, audited and counted, or none of it is.</remarks>
public sealed class BulkLoad(LoadServices services)
{
    /// <summary>Runs an order to its end.</summary>
    /// <param name="order">What to load.</param>
    /// <param name="committed">Told after each commit; null for nobody.</param>
    /// <param name="goesOn">Asked after each commit; false stops, to be gone on with another time. Null: to the end.</param>
    /// <param name="cancellationToken">Cancels; what was committed stays, and the same order goes on from there.</param>
    /// <returns>What was done, earlier runs of the order included.</returns>
    /// <exception cref="InvalidDataException">A source cannot be read as what its name says.</exception>
    public async Task<LoadProgress> RunAsync(LoadOrder order, IProgress<LoadProgress>? committed, Func<bool>? goesOn, CancellationToken cancellationToken)
    {
        var progress = await services.Loads.ReadAsync(order.Id, cancellationToken) is { } state ? LoadProgressJson.Read(state) : new LoadProgress();
        if (progress.IsDone) return progress;
        var conditions = new LoadConditions();
        var preparer = new LoadPreparer(services, order, conditions);
        var seen = await services.Bulk.IsEmptyAsync(cancellationToken) ? new LoadedKeys() : null;
        await using var writer = new LoadWriter(new LoadBatch(services, order, seen), order, progress, committed, goesOn);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await foreach (var prepared in LoadPipeline.RunAsync(order, progress, preparer, stop.Token))
            {
                var chunk = prepared.Chunk;
                foreach (var ready in prepared.Items)
                {
                    var item = ready;
                    if (item.Conditions.Count > 0)
                    {
                        // Conditions see everything that stands before them.
                        await writer.FlushAsync(chunk.Source, item.Text.Line - 1, cancellationToken);
                        item = await AskAsync(order, item, preparer, conditions, cancellationToken);
                    }

                    writer.Add(item);
                }

                writer.Hold(prepared);
                if (!writer.IsFull) continue;
                await writer.BeginAsync(chunk.EndsSource ? chunk.Source + 1 : chunk.Source, chunk.EndsSource ? 0 : chunk.LastLine, cancellationToken);
                if (writer.IsStopped) return writer.Progress;
            }

            return await writer.EndAsync(cancellationToken);
        }
        finally
        {
            // Whoever reads ahead does not wait for a writer who is gone.
            await stop.CancelAsync();
        }
    }

    private async Task<LoadItem> AskAsync(LoadOrder order, LoadItem item, LoadPreparer preparer, LoadConditions conditions, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<string, string?>(StringComparer.Ordinal);
        var access = (await services.Consent.DecidePersonsAsync(order.Requester, cancellationToken)).Predicate;

        // Twice at most: the entries' own conditions first, then those that their references ask.
        while (item.Conditions.Count > 0)
        {
            await using var unit = await services.Writes.BeginAsync(order.Requester, cancellationToken);
            foreach (var condition in item.Conditions.Distinct(StringComparer.Ordinal))
            {
                var found = await conditions.AskAsync(unit, condition, access, cancellationToken);
                if (found.Issues.Count > 0) return LoadItem.Failure(item.Text, found.Issues);
                answers[condition] = found.Value;
            }

            item = preparer.Prepare(item.Text, answers);
        }

        return item;
    }
}
