using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Messages;
using CareExchange.Storage.Outbox;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Resources, history, index, audit, outbox, message state and persons in one commit.</summary>
/// <remarks>Used from one flow at a time. Reads see the transaction's own writes and all that was committed before it.
/// Searches and person lookups made here hold until the end: nobody else can add what they looked for in between.
/// Never wait here for another transaction, nor call a store's own writing method: there is one writer.
/// Disposing without <see cref="CommitAsync"/> leaves nothing. After an exception only disposing is left.</remarks>
public sealed class StoreTransaction : IAsyncDisposable
{
    private readonly StorageDatabase _database;
    private readonly IndexCatalog _catalog;
    private readonly IndexExtractor _extractor;
    private readonly SearchRunner _searches;
    private readonly List<AuditRow> _audits = [];
    private WriteSession? _session;
    private bool _failed;
    private bool _ended;

    internal StoreTransaction(StorageDatabase database, IndexCatalog catalog, IndexExtractor extractor, SearchRunner searches)
    {
        _database = database;
        _catalog = catalog;
        _extractor = extractor;
        _searches = searches;
    }

    /// <summary>The current version (a tombstone when deleted), or null.</summary>
    public Task<StoredResource?> ReadAsync(string type, string id, CancellationToken cancellationToken) =>
        RunAsync(session => ResourceRows.ReadAsync(session, type, id, cancellationToken), cancellationToken);

    /// <summary>One page of matches among what <paramref name="access"/> permits.</summary>
    public Task<SearchResult> SearchAsync(SearchRequest request, AccessPredicate access, CancellationToken cancellationToken) =>
        RunAsync(
            async session =>
            {
                await session.LockAsync($"search/{request.Scope}?{request.Query}", cancellationToken);
                return await _searches.RunAsync(session, request, access, cancellationToken);
            },
            cancellationToken);

    /// <summary>Stores a resource under an id that the caller gives, as a new version if anything changed.</summary>
    /// <param name="type">Resource type; must be the JSON's.</param>
    /// <param name="id">Logical id; is written into the JSON.</param>
    /// <param name="json">UTF-8 JSON; meta.versionId and meta.lastUpdated are overwritten.</param>
    /// <param name="tags">What access is decided by.</param>
    /// <param name="ifMatch">The version that must be current; 0 for "must not exist"; null for any.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The version that stands; or an issue: code <c>conflict</c>, rule <c>version-conflict</c> when <paramref name="ifMatch"/> is
    /// stale (412 at the door), or what is wrong with the JSON. After an issue the transaction is as it was before the call.</returns>
    public async Task<Outcome<PutResult>> PutAsync(
        string type, string id, ReadOnlyMemory<byte> json, ResourceTags tags, long? ifMatch, CancellationToken cancellationToken)
    {
        // Reading and indexing need no writer: the first put of a transaction does them before it takes its turn.
        var prepared = PreparedResource.Of(_catalog, _extractor, type, id, json, tags);
        if (prepared.Value is not { } resource) return Outcome.Failure<PutResult>(prepared.Issues);
        using (resource.Document) return await RunAsync(session => PutAsync(session, resource, ifMatch, cancellationToken), cancellationToken);
    }

    /// <summary>Deletes: a tombstone version. Issues: <c>not-found</c>/<c>resource-unknown</c>, <c>conflict</c>/<c>version-conflict</c>.</summary>
    public Task<Outcome<PutResult>> DeleteAsync(string type, string id, long? ifMatch, CancellationToken cancellationToken) =>
        RunAsync<Outcome<PutResult>>(
            async session =>
            {
                if (await ResourceWriter.FindAsync(session, type, id, cancellationToken) is not { } current) return StoreIssues.Unknown(type, id);
                if (ifMatch is { } expected && expected != current.Resource.Version) return StoreIssues.VersionConflict(expected, current.Resource.Version);
                if (current.Resource.Deleted) return new PutResult(current.Resource, PutChange.Unchanged);
                var tombstone = current.Resource with
                {
                    Version = current.Resource.Version + 1, LastUpdated = _database.Now(), Deleted = true, Json = Array.Empty<byte>(),
                };
                await ResourceWriter.UpdateAsync(session, current, tombstone, [], cancellationToken);
                return new PutResult(tombstone, PutChange.Deleted);
            },
            cancellationToken);

    /// <summary>Appends to the audit trail; the chain is closed at commit.</summary>
    public Task AppendAuditAsync(AuditRow row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_ended, this);
        _audits.Add(row);
        return Task.CompletedTask;
    }

    /// <summary>Enqueues for delivery after the commit.</summary>
    public Task EnqueueAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        RunAsync(session => OutboxRows.EnqueueAsync(session, _database.Keys, message, _database.Now(), cancellationToken), cancellationToken);

    /// <summary>Notes how work on a message ended. False when there is no such message.</summary>
    public Task<bool> FinishMessageAsync(string messageId, MessageOutcome outcome, CancellationToken cancellationToken) =>
        RunAsync(session => MessageRows.FinishAsync(session, _database.Keys, messageId, outcome, _database.Now(), cancellationToken), cancellationToken);

    /// <summary>Patient id of the person who has this identifier, or null; holds until the end.</summary>
    public Task<string?> FindPersonAsync(PersonIdentifier identifier, CancellationToken cancellationToken) =>
        RunAsync(
            async session =>
            {
                await session.LockAsync(PersonRows.Lock(_database.Keys, identifier), cancellationToken);
                return await PersonRows.FindAsync(session, _database.Keys, identifier, cancellationToken);
            },
            cancellationToken);

    /// <summary>Persons who share any of these keys, most agreeing kinds first; holds until the end.</summary>
    public Task<IReadOnlyList<PersonCandidate>> FindPersonCandidatesAsync(IReadOnlyList<PersonMatchKey> keys, CancellationToken cancellationToken) =>
        RunAsync(
            async session =>
            {
                var names = keys.Select(key => PersonRows.Lock(_database.Keys, key)).Order(StringComparer.Ordinal);
                foreach (var name in names) await session.LockAsync(name, cancellationToken);
                return await PersonRows.FindCandidatesAsync(session, _database.Keys, keys, cancellationToken);
            },
            cancellationToken);

    /// <summary>Adds or completes a person. Issue <c>conflict</c>/<c>identifier-of-another-person</c> when an identifier is somebody else's.</summary>
    public Task<Outcome<PersonRecord>> SavePersonAsync(PersonRecord person, CancellationToken cancellationToken) =>
        RunAsync(session => PersonRows.SaveAsync(session, _database.Keys, person, cancellationToken), cancellationToken);

    /// <summary>Parks a doubtful match.</summary>
    public Task ParkMatchAsync(ParkedMatch match, CancellationToken cancellationToken) =>
        RunAsync(session => ParkedMatchRows.ParkAsync(session, _database.Keys, match, cancellationToken), cancellationToken);

    /// <summary>Decides a parked match. False when there is none that waits under this id.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="person">The person meant, or empty for a new one.</param>
    /// <param name="decidedBy">Who decided.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<bool> ResolveMatchAsync(string id, string person, string decidedBy, CancellationToken cancellationToken) =>
        RunAsync(session => ParkedMatchRows.ResolveAsync(session, id, person, decidedBy, _database.Now(), cancellationToken), cancellationToken);

    /// <summary>Makes everything durable at once; after it returns, a power cut loses nothing of it.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_audits.Count > 0) await RunAsync(session => AuditRows.AppendAsync(session, _audits, cancellationToken), cancellationToken);
        if (_failed) throw new InvalidOperationException("A call of this transaction failed; it can only be disposed.");
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        if (_session is not null) await _session.CommitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ended = true;
        if (_session is { } session) await session.DisposeAsync();
        _session = null;
    }

    private async Task<Outcome<PutResult>> PutAsync(WriteSession session, PreparedResource resource, long? ifMatch, CancellationToken cancellationToken)
    {
        var current = await ResourceWriter.FindAsync(session, resource.Type, resource.Id, cancellationToken);
        var standing = current is { Resource.Deleted: false } ? current.Resource.Version : 0;
        if (ifMatch is { } expected && expected != standing) return StoreIssues.VersionConflict(expected, standing);
        if (current is not null && standing > 0 && current.Resource.Tags == resource.Tags && IsUnchanged(current.Resource, resource))
        {
            return new PutResult(current.Resource, PutChange.Unchanged);
        }

        var version = (current?.Resource.Version ?? 0) + 1;
        var now = _database.Now();
        var next = new StoredResource(
            resource.Type, resource.Id, version, now, false, VersionStamp.Apply(resource.Document, resource.Id, version, now), resource.Tags);
        if (current is null) await ResourceWriter.InsertAsync(session, next, resource.Index, cancellationToken);
        else await ResourceWriter.UpdateAsync(session, current, next, resource.Index, cancellationToken);
        return new PutResult(next, standing == 0 ? PutChange.Created : PutChange.Updated);
    }

    private static bool IsUnchanged(StoredResource stored, PreparedResource given) =>
        VersionStamp.SameContent(stored.Json.Span, VersionStamp.Apply(given.Document, stored.Id, stored.Version, stored.LastUpdated));

    private Task RunAsync(Func<WriteSession, Task> work, CancellationToken cancellationToken) =>
        RunAsync(
            async session =>
            {
                await work(session);
                return true;
            },
            cancellationToken);

    // A call that throws may have done half its work, so nothing of this transaction may be committed any more.
    private async Task<T> RunAsync<T>(Func<WriteSession, Task<T>> work, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_failed) throw new InvalidOperationException("A call of this transaction failed; it can only be disposed.");
        try
        {
            _session ??= await _database.WriteAsync(cancellationToken);
            return await work(_session);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }
}
