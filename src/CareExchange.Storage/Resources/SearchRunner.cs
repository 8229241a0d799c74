using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Runs a search on a session, be it a reader's or a transaction's.</summary>
internal sealed class SearchRunner(IndexCatalog catalog, StorageDatabase database)
{
    private readonly SearchCompiler _compiler = new(catalog, database.Dialect);
    private readonly IncludeSql _includes = new(catalog, database.Dialect);

    public async Task<SearchResult> RunAsync(DatabaseSession session, SearchRequest request, AccessPredicate access, CancellationToken cancellationToken)
    {
        if (AccessSql.IsNone(access)) return new SearchResult([], request.Total == SearchTotal.Accurate ? 0 : null, null);

        request = await TextIndex.ResolveAsync(session, request, cancellationToken);

        // The first page counts, the others repeat it: a total that shrinks from page to page helps nobody.
        var total = request.Total == SearchTotal.Accurate ? request.After?.Total ?? await CountAsync(session, request, access, cancellationToken) : (long?)null;
        if (request.Count == 0) return new SearchResult([], total, null);
        var rows = await PageAsync(_compiler.Page(request, access, ResourceRows.Columns));
        if (rows.Count <= request.Count && _compiler.Rest(request, access, ResourceRows.Columns, request.Count + 1 - rows.Count) is { } rest) rows = [.. rows, .. await PageAsync(rest)];
        var page = rows.Take(request.Count).ToArray();
        StoredResource[] matches = [.. page.Select(row => row.Resource)];
        var (included, isCut) = request.Includes.Count == 0 ? ([], false) : await IncludeAsync(session, request, [.. page.Select(row => row.Row)], access, cancellationToken);
        var result = new SearchResult(matches, total, null) { Included = included, IsCut = isCut };
        if (rows.Count <= request.Count) return result;
        var last = page[^1];
        var position = new SearchPosition(last.Row, last.Keys, request.After?.LastRow ?? last.LastRow, total);
        return result with { NextCursor = SearchCursor.Write(database.Keys, request, position) };

        Task<IReadOnlyList<(StoredResource Resource, long Row, long LastRow, string?[] Keys)>> PageAsync(Statement statement) => session.ListAsync(
            statement,
            row => (Resource: ResourceRows.Read(row), Row: row.GetInt64(9), LastRow: row.GetInt64(10), Keys: request.Sort.Select((_, index) => SortKey.Read(row, 11 + index)).ToArray()),
            cancellationToken);
    }

    // Round by round: what came along in one is where the iterating includes start in the next.
    private async Task<(IReadOnlyList<StoredResource> Included, bool IsCut)> IncludeAsync(
        DatabaseSession session, SearchRequest request, long[] matches, AccessPredicate access, CancellationToken cancellationToken)
    {
        var known = matches.ToHashSet();
        var included = new List<StoredResource>();
        IReadOnlyList<long> from = matches;
        var includes = request.Includes;
        while (from.Count > 0 && includes.Count > 0)
        {
            var next = new List<long>();
            foreach (var include in includes)
            {
                // Whatever is known already may come out again, so as much more is asked for.
                var limit = known.Count + SearchInclude.MaximumIncluded + 1;
                var found = await session.ListAsync(
                    _includes.Follow(include, from, access, ResourceRows.Columns, limit), row => (Resource: ResourceRows.Read(row), Row: row.GetInt64(9)), cancellationToken);
                foreach (var (resource, row) in found)
                {
                    if (!known.Add(row)) continue;
                    if (included.Count == SearchInclude.MaximumIncluded) return (included, true);
                    included.Add(resource);
                    next.Add(row);
                }
            }

            from = next;
            includes = [.. includes.Where(include => include.Iterates)];
        }

        return (included, false);
    }

    private Task<long> CountAsync(DatabaseSession session, SearchRequest request, AccessPredicate access, CancellationToken cancellationToken) =>
        session.FirstAsync(_compiler.Total(request, access), row => row.GetInt64(0), cancellationToken);
}
