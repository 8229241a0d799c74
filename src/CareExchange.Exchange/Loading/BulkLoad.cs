using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Loading;

/// <summary>Loads whole sources: chunks are read, prepared on every core and written in their order, batch by batch.</summary>
/// <remarks>At most a few chunks wait at a time, so memory does not grow with the sources. A load that was stopped or killed goes on
/// behind its last commit when the same order is run again; what a commit holds is stored, audited and counted, or none of it is.</remarks>
public sealed class BulkLoad(LoadServices services)
{
    // Enough that the writer never waits for a core that is busy, and no more: each holds some megabytes.
    private static readonly int Ahead = Math.Max(4, Environment.ProcessorCount * 2);

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
        var batch = new LoadBatch(services, order);
        var waiting = new List<LoadItem>();
        var size = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await foreach (var (chunk, items) in PrepareAsync(order, progress, preparer, stop.Token))
        {
            foreach (var prepared in items)
            {
                var item = prepared;
                if (item.Conditions.Count > 0)
                {
                    // Conditions see everything that stands before them.
                    if (waiting.Count > 0) progress = await batch.WriteAsync(waiting, progress, progress with { Source = chunk.Source, Line = item.Text.Line - 1 }, cancellationToken);
                    (waiting, size) = ([], 0);
                    item = await AskAsync(order, item, preparer, conditions, cancellationToken);
                }

                waiting.Add(item);
                size += item.Entries.Count;
            }

            if (size < order.BatchSize && waiting.Count < order.BatchSize) continue;
            var place = chunk.EndsSource ? progress with { Source = chunk.Source + 1, Line = 0 } : progress with { Source = chunk.Source, Line = chunk.LastLine };
            progress = await batch.WriteAsync(waiting, progress, place, cancellationToken);
            (waiting, size) = ([], 0);
            committed?.Report(progress);
            if (goesOn?.Invoke() != false) continue;
            await stop.CancelAsync();
            return progress;
        }

        return await batch.WriteAsync(waiting, progress, progress with { Source = order.Sources.Count, IsDone = true }, cancellationToken);
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

    private static async IAsyncEnumerable<(LoadChunk Chunk, LoadItem[] Items)> PrepareAsync(
        LoadOrder order, LoadProgress from, LoadPreparer preparer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ahead = Channel.CreateBounded<Task<(LoadChunk, LoadItem[])>>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(order, from, preparer, ahead.Writer, cancellationToken), cancellationToken);
        await foreach (var chunk in ahead.Reader.ReadAllAsync(cancellationToken)) yield return await chunk;
        await reading;
    }

    private static async Task ReadAsync(
        LoadOrder order, LoadProgress from, LoadPreparer preparer, ChannelWriter<Task<(LoadChunk, LoadItem[])>> ahead, CancellationToken cancellationToken)
    {
        try
        {
            for (var source = from.Source; source < order.Sources.Count; source++)
            {
                await foreach (var chunk in LoadReader.ReadAsync(order.Sources[source], source, source == from.Source ? from.Line : 0, cancellationToken))
                {
                    await ahead.WriteAsync(Task.Run(() => (chunk, chunk.Texts.Select(text => preparer.Prepare(text)).ToArray()), cancellationToken), cancellationToken);
                }
            }

            ahead.Complete();
        }
        catch (Exception problem)
        {
            ahead.Complete(problem);
        }
    }
}
