using CareExchange.Storage.Database;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Reads resources, and opens the one kind of transaction that writes anything. Thread-safe.</summary>
public sealed class ResourceStore(StorageDatabase database)
{
    /// <summary>The current version (a tombstone when deleted: answer 410), or null.</summary>
    public Task<StoredResource?> ReadAsync(string type, string id, CancellationToken cancellationToken) => throw new NotImplementedException(database.ToString());

    /// <summary>One version, or null.</summary>
    public Task<StoredResource?> VreadAsync(string type, string id, long version, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>All versions, newest first; empty when there never was one.</summary>
    public Task<IReadOnlyList<StoredResource>> HistoryInstanceAsync(string type, string id, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Everything about one person, the Patient included, deleted ones not.</summary>
    /// <remarks>Rows come in (type, id) order and one plan sees one snapshot; callers may stop early without leaking the reader.</remarks>
    public IAsyncEnumerable<StoredResource> ReadCompartmentAsync(string person, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One page of matches among what <paramref name="access"/> permits.</summary>
    public Task<SearchResult> SearchAsync(SearchRequest request, AccessPredicate access, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Opens a transaction. The writer is taken at its first call, not here; do slow work (mapping, validation) before.</summary>
    public Task<StoreTransaction> BeginAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
