using System.Text.Json;
using CareExchange.Exchange.Jobs;
using CareExchange.Storage.Jobs;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary>Runs reindexes: some seconds of rows at a time, while everybody reads and writes.</summary>
public sealed class ReindexKind(ReindexStore store) : IJobKind
{
    /// <summary>The name its jobs carry.</summary>
    public const string Name = "reindex";

    /// <inheritdoc/>
    public string Kind => Name;

    /// <inheritdoc/>
    public async Task<JobStep> StepAsync(JobRow job, CancellationToken cancellationToken)
    {
        var (position, notBefore) = await store.StepAsync(Read(job.State), cancellationToken);
        return position.IsDone
            ? JobStep.Finish(Write(position), position.Words)
            : JobStep.Continue(Write(position), position.Words) with { NotBefore = notBefore };
    }

    internal static byte[] Write(ReindexPosition position) => JsonSerializer.SerializeToUtf8Bytes(position);

    internal static ReindexPosition Read(ReadOnlyMemory<byte> state) =>
        JsonSerializer.Deserialize<ReindexPosition>(state.Span) ?? throw new InvalidDataException("The state of a reindex cannot be read.");
}
