using CareExchange.Storage.Jobs;

namespace CareExchange.Exchange.Jobs;

/// <summary>One kind of work that outlives its request: reindex, export, import, an asynchronous request.</summary>
public interface IJobKind
{
    /// <summary>The name its jobs carry; stored, so it never changes.</summary>
    string Kind { get; }

    /// <summary>One step: some seconds of work from <see cref="JobRow.State"/> on.</summary>
    /// <remarks>At least once: after a kill the same step runs again from the same state, on any node. What a step returns is saved in one
    /// commit; what it writes elsewhere must bear being written again. The token is cancelled when the gateway stops and when the
    /// job is cancelled or lost to another runner. An exception means: again later, from the same state.</remarks>
    Task<JobStep> StepAsync(JobRow job, CancellationToken cancellationToken);
}
