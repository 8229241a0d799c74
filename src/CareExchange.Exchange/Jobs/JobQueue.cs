using CareExchange.Exchange.Requests;
using CareExchange.Storage.Jobs;

namespace CareExchange.Exchange.Jobs;

/// <summary>Where jobs are begun, looked after and called off; what is begun here wakes this node's runner at once.</summary>
public sealed class JobQueue(JobStore store, JobRunnerOptions options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _begun = new(0);

    /// <summary>
    /// The owner that a requester's jobs carry: the same person in another role or organisation, or through an app, is somebody else, because they may see other things.
    /// </summary>
    public static string OwnerOf(Requester requester)
    {
        var owner = $"{requester.Id}|{requester.OrganizationId}|{requester.Role}";
        return requester.AppId is { } app ? $"{owner}|{app}|{requester.OnlyPersonId}" : owner;
    }

    /// <summary>Begins a job under a fresh id.</summary>
    /// <returns>The id, 32 hex digits.</returns>
    public async Task<string> BeginAsync(string kind, string owner, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        await BeginAsync(new NewJob(id, kind, owner, state), cancellationToken);
        return id;
    }

    /// <summary>Begins a job; false where one of this id stands already.</summary>
    public async Task<bool> BeginAsync(NewJob job, CancellationToken cancellationToken)
    {
        var begun = await store.CreateAsync(job, cancellationToken);
        if (begun) _begun.Release();
        return begun;
    }

    /// <summary>How many jobs of a kind the owner has that have not ended.</summary>
    public Task<int> CountActiveAsync(string kind, string owner, CancellationToken cancellationToken) => store.CountActiveAsync(kind, owner, cancellationToken);

    /// <summary>The owner's job of this id, or null.</summary>
    public Task<JobRow?> FindAsync(string id, string owner, CancellationToken cancellationToken) => store.FindAsync(id, owner, cancellationToken);

    /// <summary>Calls the owner's job off, or throws away what it made; its step is told within a third of a lease. False where there is none to cancel.</summary>
    public Task<bool> CancelAsync(string id, string owner, CancellationToken cancellationToken) => store.CancelAsync(id, owner, options.Keep, cancellationToken);

    /// <summary>What the owner's job made under a name, piece after piece.</summary>
    public IAsyncEnumerable<JobPart> ReadPartsAsync(string id, string owner, string name, CancellationToken cancellationToken) =>
        store.ReadPartsAsync(id, owner, name, cancellationToken);

    /// <summary>The names of what the owner's job made, with their lengths.</summary>
    public Task<IReadOnlyList<KeyValuePair<string, long>>> ListPartsAsync(string id, string owner, CancellationToken cancellationToken) =>
        store.ListPartsAsync(id, owner, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _begun.Dispose();

    /// <summary>Returns when a job was begun here, or after the while.</summary>
    internal Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _begun.WaitAsync(atMost, cancellationToken);
}
