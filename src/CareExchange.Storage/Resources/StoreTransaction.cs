using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Messages;
using CareExchange.Storage.Outbox;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Resources, history, index, audit, outbox, message state and persons in one commit.</summary>
/// <remarks>Used from one flow at a time. Reads see the transaction's own writes and all that was committed before it.
/// Searches and person lookups made here hold until the end: nobody else can add what they looked for in between.
/// Never wait here for another transaction, nor call a store's own writing method: there is one writer.
/// Disposing without <see cref="CommitAsync"/> leaves nothing.</remarks>
public sealed class StoreTransaction : IAsyncDisposable
{
    internal StoreTransaction()
    {
    }

    /// <summary>The current version (a tombstone when deleted), or null.</summary>
    public Task<StoredResource?> ReadAsync(string type, string id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One page of matches among what <paramref name="access"/> permits.</summary>
    public Task<SearchResult> SearchAsync(SearchRequest request, AccessPredicate access, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Stores a resource under an id that the caller gives, as a new version if anything changed.</summary>
    /// <param name="type">Resource type; must be the JSON's.</param>
    /// <param name="id">Logical id; is written into the JSON.</param>
    /// <param name="json">UTF-8 JSON; meta.versionId and meta.lastUpdated are overwritten.</param>
    /// <param name="tags">What access is decided by.</param>
    /// <param name="ifMatch">The version that must be current; 0 for "must not exist"; null for any.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The version that stands; or an issue: code <c>conflict</c>, rule <c>version-conflict</c> when <paramref name="ifMatch"/> is
    /// stale (412 at the door), or what is wrong with the JSON. After an issue the transaction is as it was before the call.</returns>
    public Task<Outcome<PutResult>> PutAsync(
        string type, string id, ReadOnlyMemory<byte> json, ResourceTags tags, long? ifMatch, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Deletes: a tombstone version. Issues: <c>not-found</c>/<c>resource-unknown</c>, <c>conflict</c>/<c>version-conflict</c>.</summary>
    public Task<Outcome<PutResult>> DeleteAsync(string type, string id, long? ifMatch, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Appends to the audit trail; the chain is closed at commit.</summary>
    public Task AppendAuditAsync(AuditRow row, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Enqueues for delivery after the commit.</summary>
    public Task EnqueueAsync(OutboxMessage message, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Notes how work on a message ended. False when there is no such message.</summary>
    public Task<bool> FinishMessageAsync(string messageId, MessageOutcome outcome, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Patient id of the person who has this identifier, or null; holds until the end.</summary>
    public Task<string?> FindPersonAsync(PersonIdentifier identifier, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Persons who share any of these keys, most agreeing kinds first; holds until the end.</summary>
    public Task<IReadOnlyList<PersonCandidate>> FindPersonCandidatesAsync(IReadOnlyList<PersonMatchKey> keys, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Adds or completes a person. Issue <c>conflict</c>/<c>identifier-of-another-person</c> when an identifier is somebody else's.</summary>
    public Task<Outcome<PersonRecord>> SavePersonAsync(PersonRecord person, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Parks a doubtful match.</summary>
    public Task ParkMatchAsync(ParkedMatch match, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Decides a parked match. False when there is none that waits under this id.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="person">The person meant, or empty for a new one.</param>
    /// <param name="decidedBy">Who decided.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<bool> ResolveMatchAsync(string id, string person, string decidedBy, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Makes everything durable at once; after it returns, a power cut loses nothing of it.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
