using CareExchange.Fhir.Elements;
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
    private bool _defines;
    private bool _watched;

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

    /// <summary>One page of matches among what <paramref name="access"/> permits; what is undecided is left out.</summary>
    public Task<SearchResult> SearchAsync(SearchRequest request, AccessPredicate access, CancellationToken cancellationToken) => SearchAsync(request, access, judge: null, cancellationToken);

    /// <summary>One page of matches among what <paramref name="access"/> permits.</summary>
    /// <inheritdoc cref="ResourceStore.SearchAsync(SearchRequest, AccessPredicate, RowJudge?, CancellationToken)"/>
    public Task<SearchResult> SearchAsync(SearchRequest request, AccessPredicate access, RowJudge? judge, CancellationToken cancellationToken) =>
        RunAsync(
            async session =>
            {
                await session.LockAsync($"search/{request.Scope}?{request.Query}", cancellationToken);
                return await _searches.RunAsync(session, request, access, judge, cancellationToken);
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
    public Task<Outcome<PutResult>> PutAsync(
        string type, string id, ReadOnlyMemory<byte> json, ResourceTags tags, long? ifMatch, CancellationToken cancellationToken) =>
        PutAsync(type, id, json, tags, ifMatch, guard: null, cancellationToken);

    /// <inheritdoc cref="PutAsync(string, string, ReadOnlyMemory{byte}, ResourceTags, long?, CancellationToken)"/>
    /// <param name="guard">Judges what stands under this id (null for nothing, or a tombstone) while nobody else can change it; an issue refuses the put. Must be quick.</param>
    public async Task<Outcome<PutResult>> PutAsync(
        string type, string id, ReadOnlyMemory<byte> json, ResourceTags tags, long? ifMatch, Func<StoredResource?, Issue?>? guard, CancellationToken cancellationToken)
    {
        // Reading and indexing need no writer: the first put of a transaction does them before it takes its turn.
        var prepared = PreparedResource.Of(_catalog, _extractor, type, id, json, tags);
        return prepared.Value is { } resource
            ? (await PutAllAsync([resource.Under(ifMatch, guard)], cancellationToken))[0]
            : Outcome.Failure<PutResult>(prepared.Issues);
    }

    /// <summary>Stores many resources in the same few statements.</summary>
    /// <param name="resources">Each under its conditions; none named twice.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The version that stands, of each in their order, as <see cref="PutAsync"/> gives it. Where one is refused none is stored,
    /// and the transaction is as it was before the call.</returns>
    public Task<IReadOnlyList<Outcome<PutResult>>> PutAllAsync(IReadOnlyList<PreparedResource> resources, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<Outcome<PutResult>>>(
            async session =>
            {
                var now = _database.Now();
                var judged = new JudgedPut[resources.Count];
                int[] open = [.. Enumerable.Range(0, resources.Count)];
                while (open.Length > 0)
                {
                    var current = await ResourceWriter.FindAsync(session, open.Where(place => !resources[place].IsNew).Select(place => resources[place].Key), cancellationToken);
                    foreach (var place in open) judged[place] = JudgedPut.Of(resources[place], current.GetValueOrDefault(resources[place].Key), now);
                    if (Array.Exists(judged, put => !put.Result.Succeeded)) break;
                    var lost = await ResourceWriter.WriteAsync(session, [.. open.Select(place => judged[place]).Where(put => put.Writes)], [], cancellationToken);

                    // Created by somebody else between the look and the writing: now there is something to look at.
                    open = [.. open.Where(place => lost.Contains(judged[place]))];
                }

                foreach (var resource in resources) Note(resource.Type);
                return [.. judged.Select(put => put.Result)];
            },
            cancellationToken);

    /// <summary>Deletes: a tombstone version. Issues: <c>not-found</c>/<c>resource-unknown</c>, <c>conflict</c>/<c>version-conflict</c>.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="id">Logical id.</param>
    /// <param name="ifMatch">The version that must be current, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="guard">Judges what stands (a tombstone when deleted) while nobody else can change it; an issue refuses the deletion. Must be quick.</param>
    public Task<Outcome<PutResult>> DeleteAsync(string type, string id, long? ifMatch, CancellationToken cancellationToken, Func<StoredResource, Issue?>? guard = null) =>
        RunAsync<Outcome<PutResult>>(
            async session =>
            {
                var current = await ResourceWriter.FindAsync(session, [(type, id)], cancellationToken);
                if (guard is not null && current.GetValueOrDefault((type, id)) is { } row && guard(row.Resource) is { } refusal) return refusal;
                var judged = JudgedPut.Deletion(type, id, ifMatch, current.GetValueOrDefault((type, id)), _database.Now());
                if (judged.Writes) await ResourceWriter.WriteAsync(session, [judged], [], cancellationToken);
                if (judged.Writes && type == "Patient") await PersonRows.ForgetAsync(session, id, cancellationToken);
                Note(type);
                return judged.Result;
            },
            cancellationToken);

    /// <summary>Changes the metadata of a version where it stands: R4 <c>$meta-add</c> makes no version, and the moment of the last one stays.</summary>
    /// <param name="standing">The version, current or not, read in this transaction.</param>
    /// <param name="json">The same resource with other profiles, tags or labels.</param>
    /// <param name="tags">What access is decided by from now on.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The version as it stands now; or what is wrong with the JSON.</returns>
    public async Task<Outcome<StoredResource>> RestateMetaAsync(StoredResource standing, ReadOnlyMemory<byte> json, ResourceTags tags, CancellationToken cancellationToken)
    {
        var read = FhirDocument.Parse(json, _catalog.Schema);
        if (read.Value is not { } document) return Outcome.Failure<StoredResource>(read.Issues);
        using (document)
        {
            var restated = standing with { Json = VersionStamp.Apply(document, standing.Id, standing.Version, standing.LastUpdated), Tags = tags };
            var isCurrent = (await ReadAsync(standing.Type, standing.Id, cancellationToken))?.Version == standing.Version;
            if (isCurrent)
            {
                // Put as any version is, so that every index follows; then it takes the place of the one it was made from.
                var put = await PutAsync(standing.Type, standing.Id, json, tags, standing.Version, cancellationToken);
                if (put.Value is not { } result || !put.Succeeded) return Outcome.Failure<StoredResource>(put.Issues);
                if (result.Change == PutChange.Unchanged) return standing;
            }

            await RunAsync(session => ResourceRows.RestateAsync(session, restated, isCurrent, cancellationToken), cancellationToken);
            return restated;
        }
    }

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

    /// <summary>Notes how work on a message ended. False when there is no such message, or somebody else's work on it ended first.</summary>
    /// <param name="messageId">Its id.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="attempts">How often work had ended when this work began; null where that does not matter.</param>
    public Task<bool> FinishMessageAsync(string messageId, MessageOutcome outcome, CancellationToken cancellationToken, int? attempts = null) =>
        RunAsync(session => MessageRows.FinishAsync(session, _database.Keys, messageId, outcome, _database.Now(), cancellationToken, attempts), cancellationToken);

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

    /// <summary>Adds or completes a person. Issue <c>conflict</c>/<c>identifier-of-another-person</c> when the resident number is somebody else's whom the same organisation stated.</summary>
    public async Task<Outcome<PersonRecord>> SavePersonAsync(PersonRecord person, CancellationToken cancellationToken) =>
        (await SavePersonsAsync([person], cancellationToken)).TryGetValue(person.Person, out var refusal) ? refusal : person;

    /// <summary>Adds or completes persons in the same few statements.</summary>
    /// <returns>By Patient id, why a person is refused (<c>conflict</c>/<c>identifier-of-another-person</c>); nothing is saved of them.</returns>
    public Task<IReadOnlyDictionary<string, Issue>> SavePersonsAsync(IReadOnlyList<PersonRecord> persons, CancellationToken cancellationToken)
    {
        PreparedPerson[] prepared = [.. persons.Select(person => new PreparedPerson(_database.Keys, person))];
        return SavePreparedAsync(prepared, cancellationToken);
    }

    /// <inheritdoc cref="SavePersonsAsync(IReadOnlyList{PersonRecord}, CancellationToken)"/>
    internal Task<IReadOnlyDictionary<string, Issue>> SavePreparedAsync(IReadOnlyList<PreparedPerson> persons, CancellationToken cancellationToken) =>
        RunAsync(session => PersonBatch.SaveAsync(session, persons, _database.Now(), cancellationToken), cancellationToken);

    /// <summary>Takes away the hashes that older keys of the ring made of these identifiers, once the newest has made its own.</summary>
    /// <returns>How many were taken away.</returns>
    public Task<int> RetireHashesAsync(string person, IReadOnlyList<PersonIdentifier> identifiers, CancellationToken cancellationToken) =>
        RunAsync(session => PersonRows.RetireAsync(session, _database.Keys, person, identifiers, cancellationToken), cancellationToken);

    /// <summary>Parks a doubtful match; one that waits already gets its candidates and detail anew.</summary>
    public Task ParkMatchAsync(ParkedMatch match, CancellationToken cancellationToken) =>
        RunAsync(session => ParkedMatchRows.ParkAsync(session, _database.Keys, match, cancellationToken), cancellationToken);

    /// <summary>Decides a parked match. False when there is none that waits under this id.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="person">The person meant, or empty for a new one.</param>
    /// <param name="decidedBy">Who decided.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<bool> ResolveMatchAsync(string id, string person, string decidedBy, CancellationToken cancellationToken) =>
        RunAsync(session => ParkedMatchRows.ResolveAsync(session, id, person, decidedBy, _database.Now(), cancellationToken), cancellationToken);

    /// <summary>Those who came later with an identifier that a person had first, in the order in which they came.</summary>
    public Task<IReadOnlyList<SharedIdentifier>> ListSharedAsync(string first, CancellationToken cancellationToken) =>
        RunAsync(session => session.ListAsync(new Statement($"SELECT {SharedIdentifierRows.Columns} FROM shared_identifier WHERE first = $1 AND system <> '' ORDER BY found, id LIMIT 200", first), SharedIdentifierRows.Read, cancellationToken), cancellationToken);

    /// <summary>Decides whether two Patients that share an identifier are one person. False where nothing waits under this id.</summary>
    public Task<bool> DecideSharedAsync(string id, bool isSame, string decidedBy, CancellationToken cancellationToken) =>
        RunAsync(session => SharedIdentifierRows.DecideAsync(session, id, isSame, decidedBy, _database.Now(), cancellationToken), cancellationToken);

    /// <summary>Takes back that two Patients were decided to be one person. False where that was not decided.</summary>
    public Task<bool> PartSharedAsync(string id, string decidedBy, CancellationToken cancellationToken) =>
        RunAsync(session => SharedIdentifierRows.PartAsync(session, id, decidedBy, _database.Now(), cancellationToken), cancellationToken);

    /// <summary>Notes that a person is none of these, as somebody decided: nobody is asked again.</summary>
    public Task TellApartAsync(string person, IReadOnlyList<string> others, string decidedBy, CancellationToken cancellationToken) =>
        RunAsync(session => SharedIdentifierRows.TellApartAsync(session, person, others, decidedBy, _database.Now(), cancellationToken), cancellationToken);

    /// <summary>Makes everything durable at once; after it returns, a power cut loses nothing of it.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_audits.Count > 0) await RunAsync(session => AuditRows.AppendAsync(session, _database.NextAuditShard(), _audits, cancellationToken), cancellationToken);
        if (_failed) throw new InvalidOperationException("A call of this transaction failed; it can only be disposed.");
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        if (_session is not null) await _session.CommitAsync(cancellationToken);

        // Whoever stored a parameter finds the next resource indexed by it; it stands, whatever becomes of the caller.
        if (_defines) await _database.TakeOverAsync();
        if (!_watched || WatchedFollower.Of(_database).Follow is not { } after) return;

        // The connection goes back first: whoever follows needs one, and many may commit at once.
        if (_session is { } committed) await committed.DisposeAsync();
        _session = null;
        await after([]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ended = true;
        if (_session is { } session) await session.DisposeAsync();
        _session = null;
    }

    /// <summary>Takes down that a resource of this type is written.</summary>
    internal void Note(string type)
    {
        _defines |= type == "SearchParameter";
        _watched |= type == "Consent";
    }

    /// <summary>Work of a room above on this transaction's session, with the same rules as its own calls.</summary>
    internal Task<T> UseAsync<T>(Func<WriteSession, Task<T>> work, CancellationToken cancellationToken) => RunAsync(work, cancellationToken);

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
