using System.Diagnostics;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Resources;

/// <summary>The statements of a search in the order in which <see cref="SearchRunner"/> would ask them, each run once and explained.</summary>
internal sealed class SearchExplainer(IndexCatalog catalog, StorageDatabase database)
{
    private readonly SearchCompiler _compiler = new(catalog, database.Dialect);

    /// <summary>Explains a search; nothing where nothing may be known of.</summary>
    public async Task<IReadOnlyList<SearchPlanStep>> ExplainAsync(DatabaseSession session, SearchRequest request, AccessPredicate access, CancellationToken cancellationToken)
    {
        var steps = new List<SearchPlanStep>();
        if (AccessSql.IsNone(access)) return steps;
        request = await TextIndex.ResolveAsync(session, request, cancellationToken);
        if (request.Total == SearchTotal.Accurate) await AddAsync("total", _compiler.Total(request, access));
        if (request.Count == 0) return steps;
        if (_compiler.Probe(request, access) is { } probe && await AddAsync("probe", probe) >= SearchCompiler.Bound(request)
            && await AddAsync("window", _compiler.Page(request with { Window = SearchRunner.Window }, access, ResourceRows.Columns)) > request.Count)
        {
            return steps;
        }

        var rows = await AddAsync("page", _compiler.Page(request, access, ResourceRows.Columns));
        if (rows <= request.Count && _compiler.Rest(request, access, ResourceRows.Columns, request.Count + 1 - (int)rows) is { } rest) await AddAsync("rest", rest);
        return steps;

        // The number counted, of statements that count; of others the number of rows.
        async Task<long> AddAsync(string purpose, Statement statement)
        {
            var (explain, column) = database.Dialect.Explain(statement);
            var plan = await session.ListAsync(explain, row => row.GetString(column), cancellationToken);
            var started = Stopwatch.GetTimestamp();
            var counts = purpose is "total" or "probe";
            var found = await session.ListAsync(statement, row => counts ? row.GetInt64(0) : 1, cancellationToken);
            var sum = found.Sum();
            steps.Add(new(purpose, statement.Sql, plan, sum, (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds));
            return sum;
        }
    }
}
