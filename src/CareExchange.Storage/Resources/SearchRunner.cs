using System.Globalization;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Runs a search on a session, be it a reader's or a transaction's.</summary>
internal sealed class SearchRunner(IndexCatalog catalog, StorageDatabase database)
{
    private readonly SearchCompiler _compiler = new(catalog, database.Dialect);

    public async Task<SearchResult> RunAsync(DatabaseSession session, SearchRequest request, AccessPredicate access, CancellationToken cancellationToken)
    {
        if (AccessSql.IsNone(access)) return new SearchResult([], request.Total == SearchTotal.Accurate ? 0 : null, null);

        // The first page counts, the others repeat it: a total that shrinks from page to page helps nobody.
        var total = request.Total == SearchTotal.Accurate ? request.After?.Total ?? await CountAsync(session, request, access, cancellationToken) : (long?)null;
        if (request.Count == 0) return new SearchResult([], total, null);
        var rows = await session.ListAsync(
            _compiler.Page(request, access, ResourceRows.Columns),
            row => (Resource: ResourceRows.Read(row), Row: row.GetInt64(9), LastRow: row.GetInt64(10)),
            cancellationToken);
        StoredResource[] matches = [.. rows.Take(request.Count).Select(row => row.Resource)];
        if (rows.Count <= request.Count) return new SearchResult(matches, total, null);
        var last = rows[request.Count - 1];
        var position = new SearchPosition(last.Row, Key(request.Sort, last.Resource), request.After?.LastRow ?? last.LastRow, total);
        return new SearchResult(matches, total, SearchCursor.Write(database.Keys, request, position));
    }

    private Task<long> CountAsync(DatabaseSession session, SearchRequest request, AccessPredicate access, CancellationToken cancellationToken) =>
        session.FirstAsync(_compiler.Total(request, access), row => row.GetInt64(0), cancellationToken);

    private static string? Key(SearchSort sort, StoredResource resource) => sort switch
    {
        SearchSort.Id or SearchSort.IdDescending => resource.Id,
        SearchSort.LastUpdated or SearchSort.LastUpdatedDescending => resource.LastUpdated.ToMicroseconds().ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
