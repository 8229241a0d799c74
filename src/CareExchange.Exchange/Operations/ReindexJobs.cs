using System.Security.Cryptography;
using System.Text;
using CareExchange.Exchange.Jobs;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Jobs;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary>Begins reindexes: by themselves where the definitions have changed, and by hand. Thread-safe, over any number of nodes.</summary>
public sealed class ReindexJobs(ReindexStore store, JobQueue jobs)
{
    private const string OwnOwner = "careexchange";

    /// <summary>Begins what the definitions ask for, once for all nodes.</summary>
    /// <returns>The types whose index is not what it should be.</returns>
    public async Task<IReadOnlyList<string>> BeginDueAsync(CancellationToken cancellationToken)
    {
        var (types, stamp) = await store.PlanAsync(cancellationToken);
        if (types.Count == 0) return types;
        var id = "reindex-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stamp)).AsSpan(0, 16));
        await jobs.BeginAsync(new NewJob(id, ReindexKind.Name, OwnOwner, ReindexKind.Write(new ReindexPosition(types))), cancellationToken);
        return types;
    }

    /// <summary>Begins a reindex by hand.</summary>
    /// <param name="types">The types; none for all that are stored.</param>
    /// <param name="parameter">Only types with this parameter; null for any.</param>
    /// <param name="requester">Who asks: only they find it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Its id; or <c>resource-type-unknown</c>, <c>search-parameter-unknown</c>.</returns>
    public async Task<Outcome<string>> BeginAsync(IReadOnlyList<string> types, string? parameter, Requester requester, CancellationToken cancellationToken)
    {
        var begin = await store.BeginAsync(types, parameter, cancellationToken);
        return begin.Value is { } position && begin.Succeeded
            ? await jobs.BeginAsync(ReindexKind.Name, JobQueue.OwnerOf(requester), ReindexKind.Write(position), cancellationToken)
            : Outcome.Failure<string>(begin.Issues);
    }

    /// <summary>Where a reindex stands; null where this requester has none of that id.</summary>
    public async Task<ReindexStatus?> FindAsync(string id, Requester requester, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(id, JobQueue.OwnerOf(requester), cancellationToken) is not { Kind: ReindexKind.Name } job || job.Status == JobStatus.Cancelled) return null;
        return new(job.Progress, job.IsDone ? ReindexKind.Read(job.Outcome) : null, job.IsFailed ? job.Outcome : default);
    }

    /// <summary>Calls a reindex off; what is indexed stays so. False where this requester has none of that id.</summary>
    public async Task<bool> CancelAsync(string id, Requester requester, CancellationToken cancellationToken) =>
        await FindAsync(id, requester, cancellationToken) is not null && await jobs.CancelAsync(id, JobQueue.OwnerOf(requester), cancellationToken);
}
