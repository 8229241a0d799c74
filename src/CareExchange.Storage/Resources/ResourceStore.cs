using System.Runtime.CompilerServices;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Reads resources, and opens the one kind of transaction that writes anything. Thread-safe.</summary>
public sealed class ResourceStore
{
    private const int PersonsAtATime = 200;
    private readonly StorageDatabase _database;
    private readonly IndexCatalog _catalog;
    private readonly IndexExtractor _extractor;
    private readonly SearchRunner _searches;
    private readonly TextIndex _texts;
    private readonly HistorySql _histories;
    private readonly GroupWriter _group;
    private readonly LookWriter? _looks;
    private readonly LookLanes? _lanes;
    private readonly HotReads? _hot;
    private readonly HotAnswers _answers;

    /// <summary>A store over an open database.</summary>
    public ResourceStore(StorageDatabase database)
    {
        _database = database;
        _catalog = IndexCatalog.Of(database);
        _extractor = new IndexExtractor(_catalog, database.Zone);
        _texts = new TextIndex(database);
        _searches = new SearchRunner(_catalog, database);
        _histories = new HistorySql(database.Dialect);
        _group = new GroupWriter(database);
        _looks = LookWriter.Of(database);
        _lanes = LookLanes.Of(database);
        Matcher = new ResourceMatcher(database, _catalog, _extractor);
        _answers = new HotAnswers(database, database.Options.HotMegabytes * 1048576L / 2);
        _hot = database.Options.HotMegabytes == 0 ? null : new HotReads(database.Options.HotMegabytes * 1048576L);
    }

    /// <summary>The definitions that its resources are read by.</summary>
    public Schema Schema => _catalog.Schema;

    /// <summary>Judges resources in hand as its searches would.</summary>
    public ResourceMatcher Matcher { get; }

    internal IndexCatalog Catalog => _catalog;

    internal IndexExtractor Extractor => _extractor;

    /// <summary>The current version (a tombstone when deleted: answer 410), or null.</summary>
    public async Task<StoredResource?> ReadAsync(string type, string id, CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(type, id, cancellationToken);
        return await ResourceRows.ReadAsync(session, type, id, cancellationToken);
    }

    /// <summary>The current version (a tombstone when deleted) or null, and in the same moment the versions that stand of one type and category about the same person.</summary>
    public async Task<(StoredResource? Resource, IReadOnlyList<ResourceVersionId> Companions)> ReadAsync(
        string type, string id, string companionType, string companionCategory, CancellationToken cancellationToken)
    {
        // The epoch before the read: whatever is committed in between ends it.
        var epoch = _hot is null ? null : _database.Dialect.Epoch();
        if (epoch is { } now && _hot!.TryGet(now, type, id, (companionType, companionCategory), out var known)) return known;
        await using var session = await _database.ReadAsync(type, id, companionType, cancellationToken);
        var read = await CompanionRows.ReadAsync(session, type, id, companionType, companionCategory, cancellationToken);
        if (epoch is { } before && read.Resource is { } resource) _hot!.Put(before, resource, (companionType, companionCategory), read.Companions);
        return read;
    }

    /// <summary>The versions that stand of one type and category about each of these persons.</summary>
    /// <param name="persons">Patient ids.</param>
    /// <param name="companionType">The type.</param>
    /// <param name="companionCategory">The category.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="isKept">False where so many are asked about that what is kept for others would have to go.</param>
    public async Task<IReadOnlyList<(string Person, ResourceVersionId Companion)>> ReadCompanionsAsync(
        IReadOnlyList<string> persons, string companionType, string companionCategory, CancellationToken cancellationToken, bool isKept = true)
    {
        // Each person is kept by themselves: the pages of a search share some of theirs.
        var epoch = isKept ? _answers.Now() : null;
        var (companions, missing) = (new List<(string, ResourceVersionId)>(persons.Count), new List<string>());
        foreach (var person in persons)
        {
            if (_answers.TryGet(epoch, (person, companionType, companionCategory), out IReadOnlyList<(string, ResourceVersionId)>? known)) companions.AddRange(known);
            else missing.Add(person);
        }

        if (missing.Count == 0) return companions;
        await using var session = await _database.ReadBrieflyAsync(companionType, cancellationToken);
        var read = await CompanionRows.OfAsync(session, missing, companionType, companionCategory, cancellationToken);
        if (epoch is not null)
        {
            var byPerson = read.ToLookup(static row => row.Person, StringComparer.Ordinal);
            foreach (var person in missing)
            {
                IReadOnlyList<(string, ResourceVersionId)> own = [.. byPerson[person]];
                _answers.Put(epoch, (person, companionType, companionCategory), own, 100L * own.Count);
            }
        }

        return companions.Count == 0 ? read : [.. companions, .. read];
    }

    /// <summary>The persons who have any resource of one type and category.</summary>
    public async Task<IReadOnlyList<string>> ListPersonsAsync(string companionType, string companionCategory, CancellationToken cancellationToken)
    {
        await using var session = await ReadAsync(companionType, cancellationToken);
        return await CompanionRows.PersonsAsync(session, companionType, companionCategory, cancellationToken);
    }

    /// <summary>The resources of one type and category about these persons, as they stand.</summary>
    public async Task<IReadOnlyList<StoredResource>> ReadOfPersonsAsync(
        IReadOnlyList<string> persons, string companionType, string companionCategory, CancellationToken cancellationToken)
    {
        await using var session = await ReadAsync(companionType, cancellationToken);
        return await CompanionRows.WholeAsync(session, persons, companionType, companionCategory, cancellationToken);
    }

    /// <summary>About whom Consents were written since a horizon (0 for ever).</summary>
    public async Task<WatchedChanges> ReadConsentChangesAsync(long horizon, CancellationToken cancellationToken)
    {
        var epoch = _answers.Now();
        if (_answers.TryGet(epoch, horizon, out WatchedChanges? known)) return known;
        await using var session = await _database.ReadBrieflyAsync(AheadTypes.Consent, cancellationToken);
        var changes = await WatchedRows.SinceAsync(session, horizon, cancellationToken);
        _answers.Put(epoch, horizon, changes, 100L * changes.Changes.Count);
        return changes;
    }

    /// <summary>The same as far as it is committed, for those who follow the commits and keep nobody waiting; and the Consents of those persons as they stand then.</summary>
    public async Task<(WatchedChanges Changes, IReadOnlyList<StoredResource> Consents)> FollowConsentsAsync(long horizon, string category, CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadCommittedAsync(cancellationToken);
        var changes = await WatchedRows.SinceAsync(session, horizon, cancellationToken);
        var consents = new List<StoredResource>();
        foreach (var persons in changes.Changes.Select(static change => change.Person).OfType<string>().Distinct(StringComparer.Ordinal).Chunk(PersonsAtATime))
        {
            consents.AddRange(await CompanionRows.WholeAsync(session, persons, AheadTypes.Consent, category, cancellationToken));
        }

        return (changes, consents);
    }

    /// <summary>One version, or null.</summary>
    public async Task<StoredResource?> VreadAsync(string type, string id, long version, CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(type, id, cancellationToken);
        return await ResourceRows.VreadAsync(session, type, id, version, cancellationToken);
    }

    /// <summary>One page of versions, newest first, deletions included, among what <paramref name="access"/> permits; what is undecided is left out.</summary>
    public Task<HistoryResult> HistoryAsync(HistoryRequest request, AccessPredicate access, CancellationToken cancellationToken) => HistoryAsync(request, access, judge: null, cancellationToken);

    /// <summary>One page of versions, newest first, deletions included, among what <paramref name="access"/> permits.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="access">What may be known of.</param>
    /// <param name="judge">Judges each version; null leaves out what is undecided.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <remarks>One statement a look, so that an update between two looks cannot show a version twice or not at all.</remarks>
    public async Task<HistoryResult> HistoryAsync(HistoryRequest request, AccessPredicate access, RowJudge? judge, CancellationToken cancellationToken)
    {
        if (judge is null) access = access.Decided;
        if (request.Count == 0 || AccessSql.IsNone(access)) return new([], null);
        await using var session = await _database.ReadAsync(cancellationToken);
        var rows = new List<(StoredResource Version, long Updated, long Row, bool IsRevival)>();
        for (var next = request; ;)
        {
            var found = await session.ListAsync(_histories.Page(next, access), row => (Version: ResourceRows.Read(row, session.Dialect.Bodies), Updated: row.GetInt64(3), Row: row.GetInt64(9), IsRevival: !row.IsDBNull(10) && row.GetInt32(10) != 0), cancellationToken);
            var verdicts = judge is null ? null : await judge([.. found.Select(row => row.Version)], cancellationToken);
            rows.AddRange(verdicts is null ? found : found.Where((_, index) => verdicts[index]));

            // Where each is judged the page is filled all the same: how full it is tells nothing of what was left out.
            if (verdicts is null || found.Count <= next.Count || rows.Count > request.Count) break;
            var end = found[^1];
            next = next with { Count = SearchRequest.MaximumCount, After = HistorySql.Position(end.Row, end.Updated, end.Version.Version) };
        }

        var result = new HistoryResult([.. rows.Take(request.Count).Select(row => row.Version)], null) { Revivals = [.. rows.Take(request.Count).Select(row => row.IsRevival)] };
        if (rows.Count <= request.Count) return result;
        var last = rows[request.Count - 1];
        return result with { NextCursor = SearchCursor.Write(_database.Keys, request, HistorySql.Position(last.Row, last.Updated, last.Version.Version)) };
    }

    /// <summary>Everything about one person, the Patient included, deleted ones not.</summary>
    /// <remarks>Rows come in (type, id) order and one plan sees one snapshot; callers may stop early without leaking the reader.</remarks>
    public async IAsyncEnumerable<StoredResource> ReadCompartmentAsync(string person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(cancellationToken);
        await using var reader = await ResourceRows.CompartmentAsync(session, person, cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) yield return ResourceRows.Read(reader, session.Dialect.Bodies);
    }

    /// <summary>The same from behind one resource on, for those who read it page by page.</summary>
    /// <param name="person">Patient id.</param>
    /// <param name="afterType">Type of the last resource seen; empty for none.</param>
    /// <param name="afterId">Its id.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async IAsyncEnumerable<StoredResource> ReadCompartmentAsync(
        string person, string afterType, string afterId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(cancellationToken);
        await using var reader = await ResourceRows.CompartmentAsync(session, person, afterType, afterId, cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) yield return ResourceRows.Read(reader, session.Dialect.Bodies);
    }

    /// <summary>What access to one person's resources is decided by, deleted ones not: no content is read, so that it takes next to nothing however much there is.</summary>
    public async Task<IReadOnlyList<(string Type, string Id, ResourceTags Tags)>> ReadTagsAsync(string person, CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(cancellationToken);
        return await session.ListAsync(
            new Statement("SELECT r.type, r.id, r.category, r.source FROM resource r WHERE r.person = $1 AND r.deleted = 0", person),
            row => (row.GetString(0), row.GetString(1), new ResourceTags(person, row.GetString(2), row.GetString(3))),
            cancellationToken);
    }

    /// <summary>One page of matches among what <paramref name="access"/> permits; what is undecided is left out.</summary>
    public Task<SearchResult> SearchAsync(SearchRequest request, AccessPredicate access, CancellationToken cancellationToken) => SearchAsync(request, access, judge: null, cancellationToken);

    /// <summary>One page of matches among what <paramref name="access"/> permits.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="access">What may be known of.</param>
    /// <param name="judge">Where something is undecided, judges each match and each resource that comes along; null leaves all of that out.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SearchResult> SearchAsync(SearchRequest request, AccessPredicate access, RowJudge? judge, CancellationToken cancellationToken)
    {
        // The epoch before the search: whatever is committed in between ends it.
        var epoch = _answers.Now();
        var question = epoch is null ? null : SearchQuestion.Of(request, access);
        if (question is not null && _answers.TryGet(epoch, question, out SearchResult? known)) return known;
        if (request.AsksText) await _texts.CatchUpAsync(cancellationToken);
        await using var session = await _database.ReadAsync(cancellationToken);
        var result = await _searches.RunAsync(session, request, access, judge, cancellationToken);
        if (question is not null) _answers.Put(epoch, question, result, result.Matches.Sum(static match => (long)match.Json.Length) + result.Included.Sum(static included => (long)included.Json.Length));
        return result;
    }

    /// <summary>How the first page of a search is found, for operators: its statements with their plans, each run once. No values, no rows.</summary>
    public async Task<IReadOnlyList<SearchPlanStep>> ExplainAsync(SearchRequest request, AccessPredicate access, CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(cancellationToken);
        return await new SearchExplainer(_catalog, _database).ExplainAsync(session, request, access, cancellationToken);
    }

    /// <summary>Brings the index of <c>_text</c> and <c>_content</c> a bounded step forward, where it is used at all; answers do not depend on it, only their speed.</summary>
    /// <returns>True where more is to be done.</returns>
    public Task<bool> AdvanceTextAsync(CancellationToken cancellationToken) => _texts.GoOnAsync(cancellationToken);

    /// <summary>True where any of these resources has a version, deleted ones included.</summary>
    public async Task<bool> AnyStandsAsync(IReadOnlyList<(string Type, string Id)> resources, CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(resources, cancellationToken);
        return await ResourceRows.AnyStandsAsync(session, resources, cancellationToken);
    }

    /// <summary>Does the work of a put that needs no writer: reads nothing, writes nothing, any number of threads.</summary>
    /// <param name="document">The resource; not disposed of while the answer is in use.</param>
    /// <param name="id">Logical id; is written into the JSON.</param>
    /// <param name="tags">What access is decided by.</param>
    /// <returns>What <see cref="WriteAsync"/> and <see cref="StoreTransaction.PutAllAsync"/> take; or what is wrong with the JSON.</returns>
    public Outcome<PreparedResource> Prepare(FhirDocument document, string id, ResourceTags tags) => PreparedResource.Of(_catalog, _extractor, document, id, tags);

    /// <summary>The version that a new resource becomes when it is written next.</summary>
    public StoredResource FirstVersion(PreparedResource resource) => resource.As(1, _database.Now());

    /// <summary>The version that a changed resource becomes when it is written while <paramref name="standing"/> is current; null where nothing changes.</summary>
    public StoredResource? NextVersion(PreparedResource resource, StoredResource standing) =>
        resource.IsUnchanged(standing) ? null : resource.As(standing.Version + 1, _database.Now());

    /// <summary>Stores versions and records them in one commit, which it shares with whoever writes at the same time; returns when it is durable.</summary>
    /// <param name="resources">New ones, or such as stand already and must be in the version named by their condition.</param>
    /// <param name="person">The person who comes into being with them, or null; only with new resources.</param>
    /// <param name="audits">What is to be recorded of it.</param>
    /// <param name="cancellationToken">Cancels what has not begun.</param>
    /// <returns>False, and nothing is stored or recorded, where a condition does not hold or nothing would change: look again, in a transaction.
    /// Issue <c>conflict</c>/<c>identifier-of-another-person</c> where an identifier of the person is somebody else's.</returns>
    public Task<Outcome<bool>> WriteAsync(
        IReadOnlyList<PreparedResource> resources, PersonRecord? person, IReadOnlyList<AuditRow> audits, CancellationToken cancellationToken) =>
        _group.WriteAsync(resources, person is null ? [] : [person], audits, isShort: false, cancellationToken);

    /// <summary>The same for callers who have next to nothing left to do: on SQLite they go on where the group ended, before whoever came behind them in it.</summary>
    public Task<Outcome<bool>> WriteShortAsync(
        IReadOnlyList<PreparedResource> resources, PersonRecord? person, IReadOnlyList<AuditRow> audits, CancellationToken cancellationToken) =>
        _group.WriteAsync(resources, person is null ? [] : [person], audits, isShort: true, cancellationToken);

    /// <summary>The same with several persons: all of it is stored, or nothing.</summary>
    public Task<Outcome<bool>> WriteTogetherAsync(
        IReadOnlyList<PreparedResource> resources, IReadOnlyList<PersonRecord> persons, IReadOnlyList<AuditRow> audits, CancellationToken cancellationToken) =>
        _group.WriteAsync(resources, persons, audits, isShort: false, cancellationToken);

    /// <summary>Appends to the audit trail what changed nothing else, in a commit shared with whoever looks at the same time; returns when it is durable.</summary>
    public Task AppendAuditAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken) =>
        _lanes?.WriteAsync(rows, moment: null, cancellationToken) ?? _looks!.WriteAsync(rows, isShort: false, cancellationToken);

    /// <summary>The same for callers who have next to nothing left to do: they go on where the commit ended, before whoever came behind them in it.</summary>
    public Task AppendShortAuditAsync(IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken) =>
        _lanes?.WriteAsync(rows, moment: null, cancellationToken) ?? _looks!.WriteAsync(rows, isShort: true, cancellationToken);

    /// <summary>Lets the caller, and whatever it awaits, be answered from what is kept of a moment that is presumed to last. Whoever does so appends the look by <see cref="ProveAsync"/>, and answers only where that is true.</summary>
    /// <returns>The moment; null, and everything is answered as it stands, where there is none, or none is needed.</returns>
    public PresumedMoment? Presume() => _database.Dialect.Presume();

    /// <summary>The caller presumes nothing from here on.</summary>
    public void Renounce() => _database.Dialect.Renounce();

    /// <summary>Appends looks to the audit trail where nothing was written since a moment, all in one round trip; returns when they are durable.</summary>
    /// <returns>False, and nothing is recorded, where something was written: look again, and presume nothing.</returns>
    public Task<bool> ProveAsync(IReadOnlyList<AuditRow> rows, PresumedMoment moment, CancellationToken cancellationToken) => _lanes!.WriteAsync(rows, moment, cancellationToken);

    /// <summary>Opens a transaction. The writer is taken at its first call, not here; do slow work (mapping, validation) before.</summary>
    public Task<StoreTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new StoreTransaction(_database, _catalog, _extractor, _searches));
    }

    // Only what stands of this type is asked for.
    private ValueTask<DatabaseSession> ReadAsync(string type, CancellationToken cancellationToken) =>
        AheadTypes.Has(type) ? _database.ReadTypesAsync([type], cancellationToken) : _database.ReadCommittedAsync(cancellationToken);
}
