using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CareExchange.Exchange.Interactions;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Loading;

/// <summary>Sources → prepared chunks in their order, made ready on every core ahead of whoever takes them.</summary>
internal static class LoadPipeline
{
    private const int BatchesInWork = 3;

    /// <summary>The chunks behind what is done already. Whoever takes one disposes it when it is written.</summary>
    /// <remarks>At most three batches are in memory: one that is written, one that waits for it, complete and planned, and one that is prepared meanwhile. No chunk counts for more than one, so there is always
    /// room for the next.</remarks>
    public static async IAsyncEnumerable<PreparedChunk> RunAsync(
        LoadOrder order, LoadProgress from, LoadPreparer preparer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ahead = Channel.CreateUnbounded<Task<PreparedChunk>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(order, from, preparer, ahead.Writer, cancellationToken), cancellationToken);
        await foreach (var chunk in ahead.Reader.ReadAllAsync(cancellationToken)) yield return await chunk;
        await reading;
    }

    // First come, first served: the pool would take the last chunk first, and all that stand before it are waited for.
    private static Task<PreparedChunk> PrepareAsync(LoadChunk chunk, LoadPreparer preparer, LoadBlocks blocks, IDisposable room, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => Prepare(chunk, preparer, blocks, room), cancellationToken, TaskCreationOptions.PreferFairness | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    private static PreparedChunk Prepare(LoadChunk chunk, LoadPreparer preparer, LoadBlocks blocks, IDisposable room)
    {
        var arena = new LoadArena(blocks);
        var own = preparer.In(arena);
        return new(chunk, [.. chunk.Texts.Select(text => own.Prepare(text))], arena, room);
    }

    private static async Task ReadAsync(LoadOrder order, LoadProgress from, LoadPreparer preparer, ChannelWriter<Task<PreparedChunk>> ahead, CancellationToken cancellationToken)
    {
        try
        {
            var gate = new WorkGate(BatchesInWork * order.BatchBytes);
            var blocks = new LoadBlocks();
            for (var source = from.Source; source < order.Sources.Count; source++)
            {
                await foreach (var chunk in LoadReader.ReadAsync(order.Sources[source], source, source == from.Source ? from.Line : 0, blocks, cancellationToken))
                {
                    var room = await gate.EnterAsync(Math.Min(chunk.Length, order.BatchBytes), cancellationToken);
                    await ahead.WriteAsync(PrepareAsync(chunk, preparer, blocks, room, cancellationToken), cancellationToken);
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
