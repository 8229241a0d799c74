using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>Runs a search on a session, be it a reader's or a transaction's.</summary>
internal sealed class SearchRunner(IndexCatalog catalog, StorageDatabase database)
{
    private readonly SearchCompiler _compiler = new(catalog, database.Dialect);
    private readonly IncludeSql _includes = new(catalog, database.Dialect);

    // So many rows are looked at one by one where a search matches very many of them.
    internal const int Window = 2000;

    // More rows than this are not judged one by one for a number: then there is none.
    private const int MostCounted = 20_000;

    /// <summary>One page.</summary>
    /// <param name="session">The session.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="access">What may be known of.</param>
    /// <param name="judge">Judges what is undecided; null leaves it out.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SearchResult> RunAsync(DatabaseSession session, SearchRequest request, AccessPredicate access, RowJudge? judge, CancellationToken cancellationToken)
    {
        // Who is named by thousands of consents is not asked about by their names: what is found is judged, as long as most of it may be seen.
        // An include without a type starts at whatever there is.
        var (asked, unnamed) = (judge, judge is null || request.LinkedTypes.Any() || request.Total == SearchTotal.Accurate ? null : access.Unnamed(request.Types.Concat(request.Includes.Select(static include => include.SourceType ?? "Patient"))));
        if (judge is null || access.Undecided.Count == 0) (access, judge) = (access.Decided, null);
        else judge = UndecidedRows.Only(access, judge);
        if (AccessSql.IsNone(access)) return new SearchResult([], request.Total == SearchTotal.Accurate ? 0 : null, null);

        request = await TextIndex.ResolveAsync(session, request, cancellationToken);

        // The first page counts, the others repeat it: a total that shrinks from page to page helps nobody.
        var total = request.Total == SearchTotal.Accurate ? request.After?.Total ?? await CountAsync(session, request, access, judge, cancellationToken) : null;
        if (request.Count == 0) return new SearchResult([], total, null);
        var unnamedJudge = unnamed is null ? null : UndecidedRows.Only(unnamed, asked!);
        var near = unnamed is null ? null : await TryFindAsync(session, request, unnamed, unnamedJudge!, cancellationToken);
        var rows = near ?? await FindAsync(session, request, access, judge, cancellationToken);
        var page = rows.Take(request.Count).ToArray();
        StoredResource[] matches = [.. page.Select(row => row.Resource)];
        var result = new SearchResult(matches, total, null);
        if (request.Includes.Count > 0)
        {
            long[] from = [.. page.Select(row => row.Row)];
            var (included, isCut) = (near is null || access.IsBounded ? null : await IncludeAsync(session, request, from, unnamed!, unnamedJudge, mayGiveUp: true, cancellationToken))
                ?? (await IncludeAsync(session, request, from, access, access.IsBounded ? asked : judge, mayGiveUp: false, cancellationToken))!.Value;
            result = result with { Included = included, IsCut = isCut };
        }

        if (rows.Count <= request.Count) return result;
        return result with { NextCursor = SearchCursor.Write(database.Keys, request, PositionOf(request, page[^1], total)) };
    }

    // One look, and a longer one: null where much of it may not be seen, and the lists are the better way.
    private async Task<IReadOnlyList<Found>?> TryFindAsync(DatabaseSession session, SearchRequest request, AccessPredicate access, RowJudge judge, CancellationToken cancellationToken)
    {
        var seen = new List<Found>();
        var next = request;
        for (var look = 0; look < 2; look++)
        {
            var rows = await FindAsync(session, next, access, cancellationToken);
            var verdicts = await judge([.. rows.Select(row => row.Resource)], cancellationToken);
            seen.AddRange(rows.Where((_, index) => verdicts[index]));
            if (rows.Count <= next.Count || seen.Count > request.Count) return seen;
            next = next with { Count = Math.Min(SearchRequest.MaximumCount, 4 * request.Count), After = PositionOf(next, rows[^1], null) };
        }

        return null;
    }

    // As many rows as the page holds and one more. Where rows are judged one by one, the search goes on until there are so many that may be seen:
    // a page that is not full, or has a next one, tells nothing of what was left out.
    private async Task<IReadOnlyList<Found>> FindAsync(DatabaseSession session, SearchRequest request, AccessPredicate access, RowJudge? judge, CancellationToken cancellationToken)
    {
        if (judge is null) return await FindAsync(session, request, access, cancellationToken);
        var seen = new List<Found>();
        for (var next = request; ;)
        {
            var rows = await FindAsync(session, next, access, cancellationToken);
            var verdicts = await judge([.. rows.Select(row => row.Resource)], cancellationToken);
            seen.AddRange(rows.Where((_, index) => verdicts[index]));
            if (rows.Count <= next.Count || seen.Count > request.Count) return seen;

            // A few that are hidden cost a few more rows, many hidden ones few looks.
            next = next with { Count = Math.Min(SearchRequest.MaximumCount, 4 * next.Count), After = PositionOf(next, rows[^1], null) };
        }
    }

    private async Task<IReadOnlyList<Found>> FindAsync(DatabaseSession session, SearchRequest request, AccessPredicate access, CancellationToken cancellationToken)
    {
        // Where very many match, the first few thousand rows of the order hold a page of them; where they happen not to, all that match are found first.
        if (_compiler.Probe(request, access) is { } probe && await session.FirstAsync(probe, row => row.GetInt64(0), cancellationToken) >= SearchCompiler.Bound(request))
        {
            var near = await PageAsync(_compiler.Page(request with { Window = Window }, access, ResourceRows.Columns));
            if (near.Count > request.Count) return near;
        }

        var rows = await PageAsync(_compiler.Page(request, access, ResourceRows.Columns));
        if (rows.Count <= request.Count && _compiler.Rest(request, access, ResourceRows.Columns, request.Count + 1 - rows.Count) is { } rest) rows = [.. rows, .. await PageAsync(rest)];
        return rows;

        Task<IReadOnlyList<Found>> PageAsync(Statement statement) => session.ListAsync(
            statement,
            row => new Found(ResourceRows.Read(row, session.Dialect.Bodies), row.GetInt64(9), row.GetInt64(10), [.. request.Sort.Select((_, index) => SortKey.Read(row, 11 + index))]),
            cancellationToken);
    }

    private static SearchPosition PositionOf(SearchRequest request, Found last, long? total) => new(last.Row, last.Keys, request.After?.LastRow ?? last.LastRow, total);

    private sealed record Found(StoredResource Resource, long Row, long LastRow, string?[] Keys);

    // Round by round: what came along in one is where the iterating includes start in the next. Null where more was found than is looked at, and not all of it may be seen.
    private async Task<(IReadOnlyList<StoredResource> Included, bool IsCut)?> IncludeAsync(
        DatabaseSession session, SearchRequest request, long[] matches, AccessPredicate access, RowJudge? judge, bool mayGiveUp, CancellationToken cancellationToken)
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
                    _includes.Follow(include, from, access, ResourceRows.Columns, limit), row => (Resource: ResourceRows.Read(row, session.Dialect.Bodies), Row: row.GetInt64(9)), cancellationToken);

                // Judged before it is followed: what may not be seen leads nowhere.
                var verdicts = judge is null ? null : await judge([.. found.Select(row => row.Resource)], cancellationToken);
                if (mayGiveUp && found.Count == limit && verdicts?.Contains(false) == true) return null;
                foreach (var ((resource, row), place) in found.Select((row, place) => (row, place)))
                {
                    if (verdicts?[place] == false || !known.Add(row)) continue;
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

    private async Task<long?> CountAsync(DatabaseSession session, SearchRequest request, AccessPredicate access, RowJudge? judge, CancellationToken cancellationToken)
    {
        var decided = access.Decided;
        var total = AccessSql.IsNone(decided) ? 0 : await session.FirstAsync(_compiler.Total(request, decided), row => row.GetInt64(0), cancellationToken);
        if (judge is null) return total;

        // What is decided is counted by the database; of the rest each is looked at.
        var rest = request with { Sort = [], After = null, Count = SearchRequest.MaximumCount };
        for (var judged = 0; judged < MostCounted;)
        {
            var rows = await FindAsync(session, rest, access.Remaining, cancellationToken);
            total += (await judge([.. rows.Take(rest.Count).Select(row => row.Resource)], cancellationToken)).Count(verdict => verdict);
            if (rows.Count <= rest.Count) return total;
            judged += rest.Count;
            rest = rest with { After = PositionOf(rest, rows[rest.Count - 1], null) };
        }

        return null;
    }
}
