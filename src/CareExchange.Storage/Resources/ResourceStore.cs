using System.Runtime.CompilerServices;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Reads resources, and opens the one kind of transaction that writes anything. Thread-safe.</summary>
public sealed class ResourceStore
{
    private readonly StorageDatabase _database;
    private readonly IndexCatalog _catalog;
    private readonly IndexExtractor _extractor;
    private readonly SearchRunner _searches;
    private readonly HistorySql _histories;

    /// <summary>A store over an open database.</summary>
    public ResourceStore(StorageDatabase database)
    {
        _database = database;
        _catalog = IndexCatalog.Of(database.Options.Schema);
        _extractor = new IndexExtractor(_catalog, database.Zone);
        _searches = new SearchRunner(_catalog, database);
        _histories = new HistorySql(database.Dialect);
    }

    internal IndexCatalog Catalog => _catalog;

    internal IndexExtractor Extractor => _extractor;

    /// <summary>The current version (a tombstone when deleted: answer 410), or null.</summary>
    public async Task<StoredResource?> ReadAsync(string type, string id, CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(cancellationToken);
        return await ResourceRows.ReadAsync(session, type, id, cancellationToken);
    }

    /// <summary>One version, or null.</summary>
    public async Task<StoredResource?> VreadAsync(string type, string id, long version, CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(cancellationToken);
        return await ResourceRows.VreadAsync(session, type, id, version, cancellationToken);
    }

    /// <summary>One page of versions, newest first, deletions included, among what <paramref name="access"/> permits.</summary>
    /// <remarks>One statement, so that an update between two looks cannot show a version twice or not at all.</remarks>
    public async Task<HistoryResult> HistoryAsync(HistoryRequest request, AccessPredicate access, CancellationToken cancellationToken)
    {
        if (request.Count == 0 || AccessSql.IsNone(access)) return new([], null);
        await using var session = await _database.ReadAsync(cancellationToken);
        var rows = await session.ListAsync(_histories.Page(request, access), row => (Version: ResourceRows.Read(row), Updated: row.GetInt64(3), Row: row.GetInt64(9)), cancellationToken);
        StoredResource[] versions = [.. rows.Take(request.Count).Select(row => row.Version)];
        if (rows.Count <= request.Count) return new(versions, null);
        var last = rows[request.Count - 1];
        return new(versions, SearchCursor.Write(_database.Keys, request, HistorySql.Position(last.Row, last.Updated, last.Version.Version)));
    }

    /// <summary>Everything about one person, the Patient included, deleted ones not.</summary>
    /// <remarks>Rows come in (type, id) order and one plan sees one snapshot; callers may stop early without leaking the reader.</remarks>
    public async IAsyncEnumerable<StoredResource> ReadCompartmentAsync(string person, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(cancellationToken);
        await using var reader = await ResourceRows.CompartmentAsync(session, person, cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) yield return ResourceRows.Read(reader);
    }

    /// <summary>True where an organisation has contributed something about a person that still stands.</summary>
    public async Task<bool> HasContributedAsync(string person, string source, CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(cancellationToken);
        return await session.FirstAsync(
            new Statement("SELECT 1 FROM resource WHERE person = $1 AND source = $2 AND deleted = 0 LIMIT 1", person, source), row => row.GetInt32(0), cancellationToken) == 1;
    }

    /// <summary>One page of matches among what <paramref name="access"/> permits.</summary>
    public async Task<SearchResult> SearchAsync(SearchRequest request, AccessPredicate access, CancellationToken cancellationToken)
    {
        await using var session = await _database.ReadAsync(cancellationToken);
        return await _searches.RunAsync(session, request, access, cancellationToken);
    }

    /// <summary>Opens a transaction. The writer is taken at its first call, not here; do slow work (mapping, validation) before.</summary>
    public Task<StoreTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new StoreTransaction(_database, _catalog, _extractor, _searches));
    }
}
