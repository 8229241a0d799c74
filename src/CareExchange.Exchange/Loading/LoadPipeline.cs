using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CareExchange.Exchange.Interactions;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Loading;

/// <summary>Sources → prepared chunks in their order, made ready on every core ahead of whoever takes them.</summary>
internal static class LoadPipeline
{
    /// <summary>The chunks behind what is done already. Whoever takes one disposes it when it is written.</summary>
    /// <remarks>At most <see cref="LoadOrder.BatchesInWork"/> are in memory: no chunk counts for more than one, so there is always room for the next.</remarks>
    public static async IAsyncEnumerable<PreparedChunk> RunAsync(
        LoadOrder order, LoadProgress from, LoadPreparer preparer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ahead = Channel.CreateUnbounded<Task<PreparedChunk>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(order, from, preparer, ahead.Writer, cancellationToken), cancellationToken);
        await foreach (var chunk in ahead.Reader.ReadAllAsync(cancellationToken)) yield return await chunk;
        await reading;
    }

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
            var gate = new WorkGate(order.BatchesInWork * order.BatchBytes);
            var blocks = new LoadBlocks();
            for (var source = from.Source; source < order.Sources.Count; source++)
            {
                await foreach (var chunk in LoadReader.ReadAsync(order.Sources[source], source, source == from.Source ? from.Line : 0, blocks, cancellationToken))
                {
                    var room = await gate.EnterAsync(Math.Min(chunk.Length, order.BatchBytes), cancellationToken);
                    await ahead.WriteAsync(Task.Run(() => Prepare(chunk, preparer, blocks, room), cancellationToken), cancellationToken);
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
